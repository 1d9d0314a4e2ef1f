/**
 * Pictures: a reader that refuses what is not a picture, augmentations as torchvision defines them,
 * and convolutional encoders with its parameter names and layouts. Pretrained weights are not here.
 */
@NullMarked
package dev.braid.encoders.image;

import org.jspecify.annotations.NullMarked;

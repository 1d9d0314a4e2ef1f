/**
 * Pictures: a reader that refuses what is not a picture, and convolutional encoders with the
 * parameter names and layouts of torchvision. Augmentation and pretrained weights are not here.
 */
@NullMarked
package dev.braid.encoders.image;

import org.jspecify.annotations.NullMarked;

package dev.braid.testkit;

import dev.braid.api.FusionFactory;

/** The contract of operators, with the operator and its options given. */
abstract class GivenFusion<O extends Record> extends FusionContract<O> {

  private final FusionFactory<O> factory;
  private final O options;

  GivenFusion(FusionFactory<O> factory, O options) {
    this.factory = factory;
    this.options = options;
  }

  @Override
  protected FusionFactory<O> factory() {
    return factory;
  }

  @Override
  protected O options() {
    return options;
  }
}

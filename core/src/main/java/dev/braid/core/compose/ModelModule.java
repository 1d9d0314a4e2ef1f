package dev.braid.core.compose;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.MapBinder;
import dev.braid.api.data.Reader;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.Head;
import dev.braid.api.model.Task;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.InputPlan;
import dev.braid.core.check.Pool;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The bindings of one model. */
final class ModelModule extends AbstractModule {

  private final CheckedSpec spec;

  ModelModule(CheckedSpec spec) {
    this.spec = spec;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().disableCircularProxies();
    bind(CheckedSpec.class).toInstance(spec);
    bind(Task.class).toInstance(Maker.task(spec.task()));
    var readers = MapBinder.newMapBinder(binder(), String.class, Reader.class);
    var encoders = MapBinder.newMapBinder(binder(), String.class, Encoder.class);
    var poolers = MapBinder.newMapBinder(binder(), String.class, Pooler.class);
    Form wanted = Maker.wants(spec.fusion());
    for (InputPlan plan : spec.inputs().values()) {
      Reader reader = Maker.reader(plan.reader());
      readers.addBinding(plan.name()).toInstance(reader);
      encoders
          .addBinding(plan.name())
          .toProvider(
              () ->
                  Maker.encoder(
                      plan.encoder(), new EncoderContext(reader.features(), plan.asked(wanted))))
          .in(Singleton.class);
      if (plan.pools(wanted)) {
        Pool pool = Objects.requireNonNullElse(plan.pool(), Pool.MEAN);
        poolers.addBinding(plan.name()).toInstance(new Pooler(pool, plan.encoding().width()));
      }
    }
  }

  @Provides
  @Singleton
  Fusion fusion() {
    return Maker.fusion(spec.fusion(), spec.fusionInputs());
  }

  @Provides
  @Singleton
  Head head(Task task) {
    return task.head(spec.fused());
  }

  @Provides
  @Singleton
  BraidModel model(
      Map<String, Encoder> encoders,
      Map<String, Reader> readers,
      Map<String, Pooler> poolers,
      Fusion fusion,
      Head head,
      Task task) {
    Form wanted = Maker.wants(spec.fusion());
    Map<String, Head> auxiliary = new LinkedHashMap<>();
    if (spec.training().balance() != null) {
      for (InputPlan plan : spec.inputs().values()) {
        EncodingSpec alone = new EncodingSpec(plan.encoding().width(), Set.of(wanted));
        auxiliary.put(plan.name(), task.head(alone));
      }
    }
    return new BraidModel(encoders, readers, poolers, fusion, wanted, head, auxiliary);
  }
}

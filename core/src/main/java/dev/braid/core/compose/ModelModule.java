package dev.braid.core.compose;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.OptionalBinder;
import dev.braid.api.FusionFactory;
import dev.braid.api.data.Reader;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import dev.braid.core.check.Bound;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.InputPlan;
import dev.braid.core.check.Pool;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    var readers = MapBinder.newMapBinder(binder(), String.class, Reader.class);
    var encoders = MapBinder.newMapBinder(binder(), String.class, Encoder.class);
    var poolers = MapBinder.newMapBinder(binder(), String.class, Pooler.class);
    var fusion = OptionalBinder.newOptionalBinder(binder(), Fusion.class);
    Bound<FusionFactory<?>> operator = spec.fusion();
    if (operator != null) {
      fusion
          .setBinding()
          .toProvider(() -> Maker.fusion(operator, spec.fusionInputs()))
          .in(Singleton.class);
    }
    Map<String, Reader> made = new LinkedHashMap<>();
    for (InputPlan plan : spec.inputs().values()) {
      Reader reader = Maker.reader(plan.reader());
      made.put(plan.name(), reader);
      readers.addBinding(plan.name()).toInstance(reader);
      Set<Form> wanted = wanted(plan.name());
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
    bind(Task.class).toInstance(Maker.task(spec, made));
  }

  /** The form that the fusion operator takes; without one, none is asked for by it. */
  private Form form() {
    return spec.fusion() == null ? Form.POOLED : Maker.wants(spec.fusion());
  }

  /** The forms of an input's encoding that someone takes. */
  private Set<Form> wanted(String input) {
    Set<Form> wanted = EnumSet.noneOf(Form.class);
    if (spec.intake().fused().contains(input)) {
      wanted.add(form());
    }
    wanted.addAll(spec.intake().alone().getOrDefault(input, Set.of()));
    return wanted;
  }

  @Provides
  @Singleton
  Head head(Task task) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (String input : spec.intake().alone().keySet()) {
      widths.put(input, Objects.requireNonNull(spec.inputs().get(input)).encoding().width());
    }
    return task.head(new HeadContext(spec.fused(), widths));
  }

  @Provides
  @Singleton
  BraidModel model(
      Map<String, Encoder> encoders,
      Map<String, Reader> readers,
      Map<String, Pooler> poolers,
      Optional<Fusion> fusion,
      Head head,
      Task task) {
    Map<String, Set<Form>> wanted = new LinkedHashMap<>();
    spec.inputs().keySet().forEach(input -> wanted.put(input, wanted(input)));
    Map<String, Head> auxiliary = new LinkedHashMap<>();
    if (spec.training().balance() != null) {
      for (InputPlan plan : spec.inputs().values()) {
        EncodingSpec alone = new EncodingSpec(plan.encoding().width(), Set.of(form()));
        auxiliary.put(plan.name(), task.head(HeadContext.of(alone)));
      }
    }
    List<String> fused = spec.intake().fused();
    return new BraidModel(
        encoders, readers, poolers, fused, fusion.orElse(null), wanted, form(), head, auxiliary);
  }
}

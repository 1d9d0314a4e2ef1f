package dev.braid.core.check;

import dev.braid.api.AugmentationFactory;
import dev.braid.api.EncoderFactory;
import dev.braid.api.FusionFactory;
import dev.braid.api.Modality;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.ReaderFactory;
import dev.braid.api.ScheduleFactory;
import dev.braid.api.SourceFactory;
import dev.braid.api.TaskFactory;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.model.Intake;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.schedule.Warmup;
import dev.braid.core.spec.Nearest;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionRecords;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.ProblemList;
import dev.braid.core.spec.SpecException;
import dev.braid.core.train.ClassBalance;
import dev.braid.core.train.TrainingOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a whole spec against the parts there are and reports all problems at once. Widths and
 * forms are inferred from options alone; nothing native is allocated and no data is read.
 */
public final class SpecChecker {

  private static final List<String> KEYS =
      List.of("data", "fusion", "inputs", "name", "task", "training");

  private final Node.MapNode root;
  private final PartCatalog catalog;
  private final ProblemList problems = new ProblemList();
  private final PartBinder binder;
  private final Map<String, Node.Entry> complete = new LinkedHashMap<>();

  private SpecChecker(Node.MapNode root, PartCatalog catalog) {
    this.root = root;
    this.catalog = catalog;
    this.binder = new PartBinder(catalog, problems);
  }

  /** The checked spec. */
  public static CheckedSpec check(Node.MapNode root, PartCatalog catalog) throws SpecException {
    SpecChecker checker = new SpecChecker(root, catalog);
    catalog.conflicts().forEach(c -> checker.problems.add(root.position(), "", c));
    checker.problems.throwIfAny();
    CheckedSpec spec = checker.run();
    checker.problems.throwIfAny();
    if (spec == null) {
      throw new IllegalStateException("a spec without problems did not bind");
    }
    return spec;
  }

  private @Nullable CheckedSpec run() {
    unknownKeys();
    String name = name();
    PartBinder.Part<SourceFactory<?>> data =
        binder.part(PartKind.SOURCE, required("data"), root.position(), "data", null);
    put("data", data);
    Map<String, InputPlan> inputs = inputs();
    // The task decides whether there is anything to fuse, so it is asked first.
    if (root.get("task") == null) {
      required("fusion");
    }
    PartBinder.Part<TaskFactory<?>> task =
        binder.part(PartKind.TASK, required("task"), root.position(), "task", null);
    Intake intake = task == null || inputs == null ? null : intake(task.bound(), inputs.keySet());
    PartBinder.Part<FusionFactory<?>> fusion = fusion(task, intake);
    put("fusion", fusion);
    put("task", task);
    Node.MapNode section = training();
    OptionRecords.Result<TrainingOptions> training =
        OptionRecords.bind(
            section,
            TrainingOptions.class,
            "training",
            "training",
            List.of("optimizer", "schedule"),
            problems);
    PartBinder.Part<OptimizerFactory<?>> optimizer =
        binder.part(
            PartKind.OPTIMIZER,
            section.get("optimizer"),
            section.position(),
            "training.optimizer",
            PartKind.OPTIMIZER.byDefault());
    PartBinder.Part<ScheduleFactory<?>> schedule =
        binder.part(
            PartKind.SCHEDULE,
            section.get("schedule"),
            section.position(),
            "training.schedule",
            PartKind.SCHEDULE.byDefault());
    if (training != null) {
      checkDropout(section, training.value());
    }
    if (training != null && task != null) {
      task = balanced(section, training.value().classBalance(), task);
    }
    if (training != null && optimizer != null && schedule != null) {
      TrainingChecks.early(training.complete(), training.value(), optimizer.bound(), problems);
      Map<String, Node.Entry> merged = new LinkedHashMap<>(training.complete().entries());
      merged.put("optimizer", new Node.Entry(optimizer.bound().position(), optimizer.complete()));
      merged.put("schedule", new Node.Entry(schedule.bound().position(), schedule.complete()));
      complete.put(
          "training",
          new Node.Entry(section.position(), new Node.MapNode(section.position(), merged)));
    }
    if (intake == null || inputs == null || task == null) {
      return null;
    }
    if (training != null) {
      checkAlone(section, training.value(), task.bound(), intake);
    }
    checkPools(fusion == null ? null : fusion.bound(), intake, inputs);
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (InputPlan plan : inputs.values()) {
      if (intake.fused().contains(plan.name())) {
        widths.put(plan.name(), plan.encoding().width());
      }
    }
    FusionInputs fusionInputs = new FusionInputs(widths);
    EncodingSpec fused = fusion == null ? null : binder.fuse(fusion.bound(), fusionInputs);
    if ((fused == null && !intake.fused().isEmpty())
        || data == null
        || training == null
        || optimizer == null
        || schedule == null
        || !(schedule.shared() instanceof Warmup warmup)) {
      return null;
    }
    return new CheckedSpec(
        name,
        data.bound(),
        inputs,
        intake,
        fusion == null ? null : fusion.bound(),
        fusionInputs,
        fused,
        task.bound(),
        training.value(),
        optimizer.bound(),
        new SchedulePlan(schedule.bound(), warmup),
        new Node.MapNode(root.position(), complete));
  }

  /** What the task takes; an input that it does not take is a problem. */
  private @Nullable Intake intake(Bound<TaskFactory<?>> task, Set<String> inputs) {
    Intake intake = binder.intake(task, List.copyOf(inputs));
    if (intake == null) {
      return null;
    }
    Set<String> used = intake.used();
    for (String input : inputs) {
      if (!used.contains(input)) {
        problems.add(
            task.position(),
            "task",
            "'%s' does not use input '%s'; leave the input out or name it in the task's options"
                .formatted(task.factory().type(), input));
      }
    }
    return intake;
  }

  /** The operator, which a spec names exactly where its task fuses something. */
  private PartBinder.@Nullable Part<FusionFactory<?>> fusion(
      PartBinder.@Nullable Part<TaskFactory<?>> task, @Nullable Intake intake) {
    Node node = root.get("fusion");
    if (task != null && intake != null && intake.fused().isEmpty()) {
      if (node != null) {
        problems.add(
            node.position(),
            "fusion",
            "task '%s' compares these inputs and fuses none; leave fusion out"
                .formatted(task.bound().factory().type()));
      }
      return null;
    }
    // Without a task that can be asked, a fusion that was left out may be right.
    Node given = intake == null ? node : required("fusion");
    return given == null
        ? null
        : binder.part(PartKind.FUSION, given, root.position(), "fusion", null);
  }

  /** What works on the fused encoding of all inputs and cannot be had with another intake. */
  private void checkAlone(
      Node.MapNode section, TrainingOptions training, Bound<TaskFactory<?>> task, Intake intake) {
    Node node = section.get("balance");
    if (training.balance() != null && (!intake.alone().isEmpty() || intake.fused().isEmpty())) {
      problems.add(
          node == null ? section.position() : node.position(),
          "training.balance",
          "works on one fused encoding, and task '%s' takes the inputs' own; leave it out"
              .formatted(task.factory().type()));
    }
  }

  /** Where a pooling that the spec names would have nothing to do. */
  private void checkPools(
      @Nullable Bound<FusionFactory<?>> fusion, Intake intake, Map<String, InputPlan> inputs) {
    Form wanted = fusion == null ? null : binder.wants(fusion);
    for (InputPlan plan : inputs.values()) {
      Node pool = inputKey(plan.name(), "pool");
      if (plan.pool() == null || pool == null) {
        continue;
      }
      String path = "inputs." + plan.name() + ".pool";
      if (!plan.encoding().forms().contains(Form.TOKENS)) {
        problems.add(
            pool.position(),
            path,
            "encoder '%s' yields one vector and no tokens to pool; leave pool out"
                .formatted(plan.encoder().factory().type()));
      } else if (fusion != null
          && wanted == Form.TOKENS
          && !intake.alone().getOrDefault(plan.name(), Set.of()).contains(Form.POOLED)) {
        problems.add(
            pool.position(),
            path,
            "fusion '%s' works on the tokens themselves; leave pool out"
                .formatted(fusion.factory().type()));
      }
    }
  }

  private @Nullable Node inputKey(String input, String key) {
    return root.get("inputs") instanceof Node.MapNode inputs
            && inputs.get(input) instanceof Node.MapNode map
        ? map.get(key)
        : null;
  }

  private void checkDropout(Node.MapNode section, TrainingOptions training) {
    if (!(section.get("modality_dropout") instanceof Node.MapNode given)
        || !(root.get("inputs") instanceof Node.MapNode inputs)) {
      return;
    }
    List<String> known = List.copyOf(inputs.entries().keySet());
    given
        .entries()
        .forEach(
            (name, entry) -> {
              String path = "training.modality_dropout." + name;
              if (!known.contains(name)) {
                problems.add(
                    entry.keyPosition(),
                    path,
                    "there is no such input" + Nearest.ending(name, known, ""));
              } else if (known.size() == 1
                  && training.modalityDropout().getOrDefault(name, 0.0) > 0) {
                problems.add(
                    entry.value().position(),
                    path,
                    "a sample always keeps one input and there is no other; leave it out");
              }
            });
  }

  /** The task with the class weights that training asks for, if it has classes. */
  private PartBinder.Part<TaskFactory<?>> balanced(
      Node.MapNode section, ClassBalance balance, PartBinder.Part<TaskFactory<?>> task) {
    if (balance == ClassBalance.NONE) {
      return task;
    }
    Record weighted = binder.balanced(task.bound());
    Node node = section.get("class_balance");
    if (weighted == null) {
      problems.add(
          node == null ? section.position() : node.position(),
          "training.class_balance",
          "the samples of task '%s' have no classes to balance; leave it out"
              .formatted(task.bound().factory().type()));
      return task;
    }
    if (balance == ClassBalance.SAMPLER) {
      if (weighted.equals(task.bound().options())) {
        problems.add(
            node == null ? section.position() : node.position(),
            "training.class_balance",
            "the task's own class weights balance already; with sampler it would be done twice");
      }
      return task;
    }
    Bound<TaskFactory<?>> bound = task.bound();
    return new PartBinder.Part<>(
        new Bound<>(bound.factory(), weighted, bound.position()), task.complete(), task.shared());
  }

  private void unknownKeys() {
    root.entries()
        .forEach(
            (key, entry) -> {
              if (!KEYS.contains(key)) {
                problems.add(
                    entry.keyPosition(),
                    key,
                    "unknown key of a spec" + Nearest.ending(key, KEYS, ""));
              }
            });
  }

  private String name() {
    Node node = root.get("name");
    String file = root.position().source().replaceFirst(".*[/\\\\]", "");
    String fallback = file.replaceFirst("\\.[A-Za-z]+$", "").replaceAll("[^A-Za-z0-9._-]+", "-");
    fallback = fallback.replaceFirst("^[^A-Za-z0-9]+", "");
    fallback =
        fallback.isEmpty() ? "spec" : fallback.substring(0, Math.min(100, fallback.length()));
    Node value =
        node == null
            ? new Node.ScalarNode(new Position(OptionRecords.DEFAULT, 0, 0), fallback, fallback)
            : node;
    complete.put("name", new Node.Entry(value.position(), value));
    if (value instanceof Node.ScalarNode scalar
        && scalar.value() != null
        && scalar.text().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      return scalar.text();
    }
    problems.add(
        value.position(),
        "name",
        "a name begins with a letter or digit and has only these, '.', '_' and '-' in it (at most"
            + " 100), since it names the folder of the runs");
    return fallback;
  }

  private @Nullable Node required(String key) {
    Node node = root.get(key);
    if (node == null) {
      problems.add(root.position(), key, "is missing; a spec names its " + key);
    }
    return node;
  }

  private Node.MapNode training() {
    Node node = root.get("training");
    if (node instanceof Node.MapNode map) {
      return map;
    }
    if (node != null && !(node instanceof Node.ScalarNode empty && empty.value() == null)) {
      problems.add(node.position(), "training", "wants a mapping such as {epochs: 10, batch: 64}");
    }
    return new Node.MapNode(node == null ? root.position() : node.position(), Map.of());
  }

  private void put(String key, PartBinder.@Nullable Part<?> part) {
    if (part != null) {
      complete.put(key, new Node.Entry(part.bound().position(), part.complete()));
    }
  }

  private @Nullable Map<String, InputPlan> inputs() {
    Node node = required("inputs");
    if (node == null) {
      return null;
    }
    if (!(node instanceof Node.MapNode map) || map.entries().isEmpty()) {
      problems.add(node.position(), "inputs", "wants a mapping from names to inputs; at least one");
      return null;
    }
    Map<String, InputPlan> plans = new LinkedHashMap<>();
    Map<String, Node.Entry> nodes = new LinkedHashMap<>();
    boolean whole = true;
    for (Map.Entry<String, Node.Entry> entry : map.entries().entrySet()) {
      String path = "inputs." + entry.getKey();
      if (!entry.getKey().matches("[a-z][a-z0-9_]*")) {
        problems.add(
            entry.getValue().keyPosition(),
            path,
            "an input's name has lower-case letters, digits and '_', and begins with a letter");
      }
      InputPlan plan = input(entry.getKey(), path, entry.getValue().value(), nodes);
      whole &= plan != null;
      if (plan != null) {
        plans.put(entry.getKey(), plan);
      }
    }
    complete.put(
        "inputs", new Node.Entry(node.position(), new Node.MapNode(node.position(), nodes)));
    return whole ? plans : null;
  }

  private @Nullable InputPlan input(
      String name, String path, Node node, Map<String, Node.Entry> nodes) {
    if (!(node instanceof Node.MapNode map)) {
      problems.add(
          node.position(), path, "wants a mapping such as {modality: text, encoder: lstm}");
      return null;
    }
    InputKeys.unknown(map, path, problems);
    Modality modality = InputKeys.modality(map, path, catalog, problems);
    Node columnNode = InputKeys.column(map, name, path, problems);
    PartBinder.Named<EncoderFactory<?>> namedEncoder =
        InputKeys.encoder(map, name, path, modality, catalog, binder, problems);
    PartBinder.Named<ReaderFactory<?>> namedReader =
        modality == null
            ? null
            : InputKeys.reader(map, name, path, modality, catalog, binder, problems);
    PartBinder.Part<EncoderFactory<?>> encoder =
        namedEncoder == null ? null : binder.bind(namedEncoder);
    PartBinder.Part<ReaderFactory<?>> reader =
        namedReader == null ? null : binder.bind(namedReader);
    List<PartBinder.Part<AugmentationFactory<?>>> augment =
        modality == null
            ? null
            : InputKeys.augmentations(map, name, path, modality, catalog, binder, problems);
    OptionRecords.Result<InputOptions> options = InputKeys.options(map, path, problems);
    if (modality == null
        || options == null
        || encoder == null
        || reader == null
        || augment == null
        || !encoder.bound().factory().modality().equals(modality)
        || !reader.bound().factory().modality().equals(modality)) {
      return null;
    }
    InputKeys.several(columnNode, path, reader.bound().factory(), catalog, problems);
    FeatureSpec features = binder.features(reader.bound(), path + ".reader");
    EncodingSpec encoding =
        features == null ? null : binder.encode(encoder.bound(), features, path + ".encoder");
    if (features == null || encoding == null) {
      return null;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    entries.put("modality", InputKeys.entry(map, "modality", columnNode));
    entries.put("column", new Node.Entry(columnNode.position(), columnNode));
    entries.put("reader", new Node.Entry(reader.bound().position(), reader.complete()));
    if (!augment.isEmpty()) {
      Node given = InputKeys.entry(map, "augment", columnNode).value();
      List<Node> items = augment.stream().<Node>map(PartBinder.Part::complete).toList();
      entries.put(
          "augment", new Node.Entry(given.position(), new Node.ListNode(given.position(), items)));
    }
    entries.put("encoder", new Node.Entry(encoder.bound().position(), encoder.complete()));
    entries.putAll(options.complete().entries());
    nodes.put(name, new Node.Entry(map.position(), new Node.MapNode(map.position(), entries)));
    return new InputPlan(
        name,
        modality,
        InputKeys.columns(columnNode),
        reader.bound(),
        features,
        augment.stream().map(PartBinder.Part::bound).toList(),
        encoder.bound(),
        encoding,
        options.value().pool(),
        options.value().cache());
  }
}

package dev.braid.core.check;

import dev.braid.api.FusionFactory;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.SourceFactory;
import dev.braid.api.TaskFactory;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.model.Intake;
import dev.braid.core.spec.Node;
import dev.braid.core.train.TrainingOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A spec without problems: every part found, every option bound, widths inferred.
 *
 * @param name of the experiment; the folder of its runs
 * @param inputs in the order of the spec
 * @param intake what the task takes of the model; every input is in it
 * @param fusion null where the task fuses nothing
 * @param fusionInputs what the fusion operator gets
 * @param fused what it yields, null where there is none
 * @param weights the run whose values the model starts from, or null
 * @param complete the spec with every default filled in; a default's position has the source {@code
 *     default}
 */
public record CheckedSpec(
    String name,
    Bound<SourceFactory<?>> data,
    Map<String, InputPlan> inputs,
    Intake intake,
    @Nullable Bound<FusionFactory<?>> fusion,
    FusionInputs fusionInputs,
    @Nullable EncodingSpec fused,
    Bound<TaskFactory<?>> task,
    TrainingOptions training,
    Bound<OptimizerFactory<?>> optimizer,
    SchedulePlan schedule,
    @Nullable WeightsOptions weights,
    Node.MapNode complete) {}

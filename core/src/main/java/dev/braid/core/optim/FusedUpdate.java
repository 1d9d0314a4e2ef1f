package dev.braid.core.optim;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.braid.api.nn.script.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The update of many parameters in one call of the engine. */
final class FusedUpdate {

  // The settings are: number of parameters, rate, decay, the optimizer's own, and for each
  // parameter the number of its update. Every list is an argument: what is written into pieces of
  // a list made here, the engine's compiler takes for unused and leaves out.
  private static final String FRAME =
      """
      def at(self, settings: Tensor, i: int) -> float:
        return float(torch.select(settings, 0, i))
      def own(self, settings: Tensor, i: int) -> float:
        return (self).at(settings, torch.add(i, 3))
      def step(self, s: Tensor, p: List[Tensor], g: List[Tensor]%s) -> Tensor:
        recording = torch.is_grad_enabled()
        torch.set_grad_enabled(False)
        n = int((self).at(s, 0))
        rate = (self).at(s, 1)
        decay = (self).at(s, 2)
        counts = torch.unbind(torch.slice(s, 0, torch.neg(n), torch.len(s), 1), 0)
      %s
        torch._foreach_zero_(g)
        torch.set_grad_enabled(recording)
        return s
      """;

  private final Script script;

  /**
   * An update by a formula.
   *
   * @param moments how many each parameter has
   * @param formula statements that change the parameters {@code p} and the moments {@code m0},
   *     {@code m1} and so on by the gradients {@code g}, which they may change too; {@code rate},
   *     {@code decay} and {@code (self).own(s, i)} are numbers, {@code counts} an array for each
   *     parameter
   */
  FusedUpdate(int moments, String formula) {
    String lists =
        IntStream.range(0, moments)
            .mapToObj(i -> ", m" + i + ": List[Tensor]")
            .collect(Collectors.joining());
    this.script = new Script(FRAME.formatted(lists, formula.indent(2).stripTrailing()));
  }

  boolean runsOn(NDArray array) {
    return script.runsOn(array);
  }

  /** Updates at least one parameter and leaves the gradients zero. */
  void apply(List<Moments.Slot> slots, List<NDArray> gradients, Moments.Rates rates, double[] own) {
    List<List<NDArray>> lists = new ArrayList<>();
    lists.add(slots.stream().map(Moments.Slot::parameter).toList());
    lists.add(gradients);
    for (int i = 0; i < slots.get(0).moments().length; i++) {
      int moment = i;
      lists.add(slots.stream().map(slot -> slot.moments()[moment]).toList());
    }
    double[] settings =
        DoubleStream.concat(
                DoubleStream.concat(
                    DoubleStream.of(slots.size(), rates.learningRate(), rates.weightDecay()),
                    DoubleStream.of(own)),
                slots.stream().mapToDouble(Moments.Slot::count))
            .toArray();
    try (NDManager scope = gradients.get(0).getManager().newSubManager(Device.cpu())) {
      script.update("step", scope.create(settings), lists);
    }
  }
}

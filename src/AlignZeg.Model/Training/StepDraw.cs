namespace AlignZeg.Model.Training;

/// <summary>
/// What chance decides in a step. It is always drawn by the CPU's generator and then moved: TorchSharp 0.107 tells and sets the state of no other one, so a run that goes on from a checkpoint would draw a device's numbers again.
/// </summary>
internal static class StepDraw
{
    /// <summary>Numbers in [0, 1).</summary>
    public static Tensor Uniform(Device device, params long[] shape) => rand(shape).to(device);

    /// <summary>Integers of 0..<paramref name="below"/> - 1, 64-bit.</summary>
    public static Tensor Integers(Device device, long below, params long[] shape) => randint(0, below, shape).to(device);
}

using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>Embeddings of regions of three sets of scenes, and of all names.</summary>
/// <param name="Training">Trained on.</param> <param name="Calibration">For numbers that are picked.</param> <param name="Test">For figures.</param>
/// <param name="Text">T of all classes, [C, D].</param> <param name="Temperature">tau.</param>
internal sealed record RegionData(RegionSet Training, RegionSet Calibration, RegionSet Test, float[] Text, float Temperature) : IClassPrototypes
{
    public ReadOnlySpan<float> Of(int index) => Text.AsSpan(index * Training.Dimension, Training.Dimension);
}

namespace AlignZeg.Datasets.GroundTruth;

/// <summary>A square crop that training may see.</summary>
/// <param name="Rgb">[Side, Side, 3].</param> <param name="Labels">[Side, Side]: 0 background, i + 1 the i-th seen class, 255 ignored.</param> <param name="Side">Pixels.</param>
public sealed record TrainingSample(byte[] Rgb, byte[] Labels, int Side);

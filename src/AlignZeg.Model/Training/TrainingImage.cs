namespace AlignZeg.Model.Training;

/// <summary>A picture at the network's input size, with what is known of it.</summary>
/// <param name="Rgb">Interleaved 8-bit RGB, [H, W, 3].</param> <param name="Width">W.</param> <param name="Height">H.</param>
/// <param name="Labels">[H, W]: 0 background, i + 1 class i, 255 ignored; empty where only the caption is known.</param>
/// <param name="Classes">Indices of the classes that the caption names.</param>
public sealed record TrainingImage(byte[] Rgb, int Width, int Height, byte[] Labels, IReadOnlyList<int> Classes)
{
    /// <summary>Pixels without a label.</summary>
    public const byte Ignored = 255;
}

namespace AlignZeg.Model.Inference;

/// <summary>Bytes to the tensors that CLIP expects.</summary>
internal static class PixelTensor
{
    private static readonly float[] Mean = [0.48145466f, 0.4578275f, 0.40821073f], Deviation = [0.26862954f, 0.26130258f, 0.27577711f]; // openai/CLIP

    /// <param name="rgb">B pictures, each [H, W, 3] bytes.</param> <param name="width">W.</param> <param name="height">H.</param> <param name="device">Of the result.</param>
    /// <returns>[B, 3, H, W], 0..1.</returns>
    public static Tensor Of(IReadOnlyList<byte[]> rgb, int width, int height, Device device)
    {
        using var scope = NewDisposeScope();
        var pixels = stack(rgb.Select(p => tensor(p, [height, width, 3], ScalarType.Byte)));                                    // [B, H, W, 3]
        return (pixels.to(device).permute(0, 3, 1, 2).to(ScalarType.Float32) / 255).contiguous().MoveToOuterDisposeScope();     // [B, 3, H, W]
    }

    /// <param name="images">[B, 3, H, W], 0..1.</param> <returns>The same with CLIP's mean and deviation taken out.</returns>
    public static Tensor Normalise(Tensor images) => Normalise(images, Mean, Deviation);

    /// <param name="images">[B, 3, H, W], 0..1.</param> <param name="mean">Of red, green and blue.</param> <param name="deviation">Likewise.</param>
    /// <returns>(images - mean) / deviation.</returns>
    public static Tensor Normalise(Tensor images, IReadOnlyList<float> mean, IReadOnlyList<float> deviation)
    {
        using var scope = NewDisposeScope();
        Tensor Channels(IReadOnlyList<float> values) => tensor(values.ToArray(), [1, 3, 1, 1], device: images.device);
        return ((images - Channels(mean)) / Channels(deviation)).MoveToOuterDisposeScope();
    }
}

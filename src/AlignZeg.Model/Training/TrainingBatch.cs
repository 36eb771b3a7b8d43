using AlignZeg.Model.Inference;

namespace AlignZeg.Model.Training;

/// <summary>Pictures of one size and what chance decided about them: all that can be prepared beside the device's thread.</summary>
/// <param name="Pictures">At least one, all of one size, with or without labels.</param>
/// <param name="Augmentation">What is still to be done to them on the device.</param>
/// <param name="Position">Where the source's random sequence stands after this batch.</param>
internal sealed record TrainingBatch(IReadOnlyList<TrainingImage> Pictures, BatchAugmentation Augmentation, long Position)
{
    private readonly byte[] _labels = [.. Pictures.SelectMany(picture => picture.Labels)];

    /// <summary>Pixels and labels on the device, flipped and re-lit as was decided.</summary>
    /// <returns>Normalised [B, 3, H, W]; labels [B, H, W] 64-bit, or null without labels.</returns>
    public (Tensor Images, Tensor? Labels) Load(Device device)
    {
        using var scope = NewDisposeScope();
        var images = PixelTensor.Of([.. Pictures.Select(i => i.Rgb)], Pictures[0].Width, Pictures[0].Height, device);       // [B, 3, H, W], 0..1
        if (Augmentation.Relight) images = (images * (.85 + .3 * StepDraw.Uniform(device, Pictures.Count, 1, 1, 1))).clamp(0, 1);
        Tensor? labels = _labels.Length == 0 ? null
            : tensor(_labels, [Pictures.Count, Pictures[0].Height, Pictures[0].Width], device: device).to(ScalarType.Int64);
        foreach (int axis in Augmentation.FlippedAxes)
        {
            images = images.flip(axis);
            labels = labels?.flip(axis);
        }

        return (PixelTensor.Normalise(images).MoveToOuterDisposeScope(), labels?.MoveToOuterDisposeScope());
    }
}

/// <summary>What is to be done to a whole batch.</summary>
/// <param name="Relight">Whether every picture gets a brightness of its own.</param> <param name="FlippedAxes">-1 across, -2 down.</param>
internal sealed record BatchAugmentation(bool Relight, IReadOnlyList<int> FlippedAxes)
{
    /// <summary>Nothing: the pictures come augmented.</summary>
    public static readonly BatchAugmentation None = new(Relight: false, []);
}

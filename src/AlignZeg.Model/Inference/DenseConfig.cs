using System.Text.Json;
using System.Text.Json.Serialization;
using AlignZeg.Model.Clip;

namespace AlignZeg.Model.Inference;

/// <summary>The numbers of dense segmentation by a CLIP alone.</summary>
internal sealed record DenseConfig
{
    /// <summary>How the last block reads. Default: ClearCLIP's way, which its authors report above earlier training-free ones (not measured here, for want of real weights).</summary>
    public DenseReading Reading { get; init; } = DenseReading.Alike;

    /// <summary>Short side of the input, in sides of the training images: finer patches, at the price of resized positions. Default: 2.</summary>
    public int Scale { get; init; } = 2;

    /// <summary>Most that <see cref="Scale"/> makes of the short side, pixels. Default: 448, about what ClearCLIP feeds; the picture goes through whole, where it slides a window of 224 pixels (ours: one pass instead of many).</summary>
    public int MostShortSide { get; init; } = 448;

    /// <summary>Longest side, in short sides; a longer picture is squeezed. Default: 4.</summary>
    public int LongestScale { get; init; } = 4;

    /// <summary>Probability below which no class claims a pixel, 0..1. Default: 0, because no number fits every vocabulary: every pixel gets a class.</summary>
    public double ClaimThreshold { get; init; }

    /// <summary>Prompt templates used when a vocabulary has none. Default: the 14 of ViLD, as SAN uses them.</summary>
    public IReadOnlyList<string> Templates { get; init; } =
    [
        "a photo of a {}.", "This is a photo of a {}", "There is a {} in the scene", "There is the {} in the scene", "a photo of a {} in the scene",
        "a photo of a small {}.", "a photo of a medium {}.", "a photo of a large {}.", "This is a photo of a small {}.", "This is a photo of a medium {}.",
        "This is a photo of a large {}.", "There is a small {} in the scene.", "There is a medium {} in the scene.", "There is a large {} in the scene.",
    ];

    /// <summary>Every number as text: results follow from the weights and this, so it is part of a model's hash.</summary>
    [JsonIgnore]
    public string Fingerprint => "dense CLIP 1 " + JsonSerializer.Serialize(this);

    /// <summary>The size to which a picture is resized; both sides are multiples of a patch.</summary>
    public InputSize SizeFor(int width, int height, VisionConfig vision)
    {
        int patch = vision.PatchSize, least = Math.Max(vision.ImageSize, Math.Min(Scale * vision.ImageSize, MostShortSide)) / patch * patch;
        double scale = least / (double)Math.Min(width, height);
        int Round(double side) => Math.Clamp((int)Math.Round(side / patch) * patch, least, LongestScale * least);
        return new(Round(width * scale), Round(height * scale));
    }
}

using System.ComponentModel.DataAnnotations;

namespace AlignZeg.Datasets.GroundTruth;

/// <summary>How pictures are changed before training sees them. Defaults: SAN @e19262d on COCO-Stuff (method 10).</summary>
public sealed record AugmentationOptions
{
    /// <summary>Side of the square crop, pixels; the network's input. Default: 640.</summary>
    [Range(8, 8192)] public int Crop { get; init; } = 640;

    /// <summary>Least short side of the resized picture, as a multiple of the crop. Default: 0.5.</summary>
    [Range(.05, 10)] public double LeastScale { get; init; } = .5;

    /// <summary>Largest such multiple. Default: 1.5.</summary>
    [Range(.05, 10)] public double LargestScale { get; init; } = 1.5;

    /// <summary>Distance between the multiples that are drawn from. Default: 0.1.</summary>
    [Range(.001, 10)] public double ScaleStep { get; init; } = .1;

    /// <summary>Longest side of the resized picture, pixels. Default: 2560.</summary>
    [Range(8, 65536)] public int LongestSide { get; init; } = 2560;

    /// <summary>Whether brightness, contrast, saturation and hue are changed at random, as SSD does. Default: true.</summary>
    public bool ColourJitter { get; init; } = true;

    /// <summary>Whether every second picture is mirrored. Default: true.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>Checks the ranges above.</summary>
    /// <exception cref="ValidationException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        if (LargestScale < LeastScale) throw new ValidationException("LargestScale is below LeastScale.");
    }
}

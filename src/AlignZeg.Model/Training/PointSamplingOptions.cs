using System.ComponentModel.DataAnnotations;

namespace AlignZeg.Model.Training;

/// <summary>Masks matched and scored at sampled points. Defaults are those of SAN @e19262d, which are Mask2Former's.</summary>
public sealed record PointSamplingOptions
{
    /// <summary>Points per mask, for matching and for the loss. Default: 12544, 112 x 112.</summary>
    [Range(1, int.MaxValue)] public int Points { get; init; } = 12544;

    /// <summary>The loss: candidates per point, of which the least certain are kept. Default: 3.</summary>
    [Range(1.0, 100.0)] public double Oversampling { get; init; } = 3;

    /// <summary>The loss: share of the points that are kept candidates; the rest is drawn anew, uniformly. Default: 0.75.</summary>
    [Range(0.0, 1.0)] public double Importance { get; init; } = .75;

    /// <summary>Checks the ranges above.</summary>
    /// <exception cref="ValidationException">A value is out of its range; the message names it.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}

using System.ComponentModel.DataAnnotations;

namespace AlignZeg.Model.ProposalClassification;

/// <summary>L_reg on background prototypes: diversity + usage share · usage + repulsion · text repulsion.</summary>
public sealed record BackgroundRegularisationOptions
{
    /// <summary>Weight of L_reg; 0 = off. Default: 0, since K = 4 or 8 moved hIoU by at most 0.5 with it or without (embedded-world, study 2).</summary>
    [Range(0, 1e6)] public double Weight { get; init; }

    /// <summary>Share of the usage term. Default: 0.1.</summary>
    [Range(0, 1e6)] public double Usage { get; init; } = .1;

    /// <summary>Share of the repulsion from names of seen classes; 0 = off. Default: 0.</summary>
    [Range(0, 1e6)] public double Repulsion { get; init; }

    /// <summary>Cosine up to which a prototype may come near a name. Default: 0.3.</summary>
    [Range(-1.0, 1.0)] public double Margin { get; init; } = .3;

    /// <summary>Checks the ranges above.</summary>
    /// <exception cref="ValidationException">A value is out of its range; the message names it.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}

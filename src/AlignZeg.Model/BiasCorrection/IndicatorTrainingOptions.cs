using System.ComponentModel.DataAnnotations;

namespace AlignZeg.Model.BiasCorrection;

/// <summary>How the class indicator is trained; read where the network has a trained one.</summary>
public sealed record IndicatorTrainingOptions
{
    /// <summary>Weight of L_bc; 0 = the indicator stays untrained. Default: 1.</summary>
    [Range(0, 1e6)] public double Weight { get; init; } = 1;

    /// <summary>virtual or pseudo_unseen. Default: virtual.</summary>
    public IndicatorSurrogate Surrogate { get; init; }

    /// <summary>Share of seen classes that are drawn as pseudo-unseen at every step. Default: 0.25, as many as real ones in the embedded world.</summary>
    [Range(.01, .9)] public double PseudoUnseenShare { get; init; } = .25;

    /// <summary>Whether L_bc trains the indicator only and leaves embeddings alone. Default: false [sec: L_bc is part of the joint sum].</summary>
    public bool Detach { get; init; }

    /// <summary>Checks the ranges above.</summary>
    /// <exception cref="ValidationException">A value is out of its range; the message names it.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}

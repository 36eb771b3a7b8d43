using System.ComponentModel.DataAnnotations;

namespace AlignZeg.Model.BiasCorrection;

/// <summary>Prediction bias correction (PBC): find proposals of potentially unseen classes, lower their scores of seen classes. Off by default.</summary>
public sealed record CorrectionOptions
{
    /// <summary>What the indicator judges by: off, embedding, profile or similarity. Default: off.</summary>
    public IndicatorInput Indicator { get; init; }

    /// <summary>Similarities in a profile. Default: 5.</summary>
    [Range(1, 1000)] public int ProfileSize { get; init; } = 5;

    /// <summary>Hidden width of the trained indicator. Default: 256.</summary>
    [Range(1, 65536)] public int Width { get; init; } = 256;

    /// <summary>How scores are lowered: subtract, odds or scale. Default: subtract.</summary>
    public CorrectionMode Mode { get; init; }

    /// <summary>theta: a proposal whose unseenness is above it is corrected, 0..1; picked on held-out seen classes only. Default: 0.5.</summary>
    [Range(0.0, 1.0)] public double Threshold { get; init; } = .5;

    /// <summary>gamma: how much seen classes lose, a probability (subtract), a logit (odds) or a share (scale); 0 = nothing; picked on held-out seen classes only. Default: 0.1.</summary>
    [Range(0.0, 100.0)] public double Gamma { get; init; } = .1;

    /// <summary>Whether the indicator has weights.</summary>
    internal bool Trained => Indicator is IndicatorInput.Embedding or IndicatorInput.Profile;

    /// <summary>Whether the indicator looks at the prototypes of seen classes.</summary>
    internal bool ReadsSeenClasses => Indicator is IndicatorInput.Profile or IndicatorInput.Similarity;

    /// <summary>Checks the ranges above.</summary>
    /// <exception cref="ValidationException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        if (Mode == CorrectionMode.Scale && Gamma > 1) throw new ValidationException("The field Gamma must be between 0 and 1 where the correction scales.");
    }
}

using System.ComponentModel.DataAnnotations;

namespace AlignZeg.Model.Training;

/// <summary>How the AlignZeg network is trained on masks of seen classes.</summary>
public sealed record SegmentationTrainingOptions
{
    /// <summary>Optimiser steps. Default: 1500.</summary>
    [Range(1, int.MaxValue)] public int Steps { get; init; } = 1500;

    /// <summary>Images of 64 x 64 per step. Default: 16.</summary>
    [Range(1, int.MaxValue)] public int Batch { get; init; } = 16;

    /// <summary>Peak learning rate of AdamW. Default: 1.5e-3.</summary>
    [Range(1e-9, 1)] public double LearningRate { get; init; } = 1.5e-3;

    /// <summary>Weight decay. Default: 0.02.</summary>
    [Range(0.0, 1.0)] public double WeightDecay { get; init; } = .02;

    /// <summary>Weight of class cross-entropy on matched proposals. Default: 3.</summary>
    [Range(0, 1e6)] public double MatchedWeight { get; init; } = 3;

    /// <summary>Weight of background cross-entropy on unmatched proposals. Default: 0.5.</summary>
    [Range(0, 1e6)] public double NoObjectWeight { get; init; } = .5;

    /// <summary>Weight of the mask's binary cross-entropy, and of its dice. Default: 5 each [SAN].</summary>
    [Range(0, 1e6)] public double MaskWeight { get; init; } = 5;

    /// <summary>Unmatched proposals that lie mostly on ignored pixels are not trained to be background: they may be unseen objects. Default: true.</summary>
    public bool IgnoreAwareNoObject { get; init; } = true;

    /// <summary>Unmatched proposals that lie mostly on seen objects are not trained to be background either. Ours: an embedding comes from the region alone, so that a
    /// second proposal of an object cannot be told from the first, and calling one of them background only blurs the class. Default: true.</summary>
    public bool DuplicatesMayStay { get; init; } = true;

    /// <summary>Share of the pictures whose colours the proposal network sees shuffled, 0..1. Default: 0.7.</summary>
    [Range(0.0, 1.0)] public double ColourShuffle { get; init; } = .7;

    /// <summary>Weight of L_vir, cross-entropy of mixed proposal embeddings against the soft mixture of their labels (feature expansion). Default: 0.75.</summary>
    [Range(0, 1e6)] public double VirtualWeight { get; init; } = .75;

    /// <summary>Seeds weights, batches and mixtures. Default: 1.</summary>
    [Range(0, int.MaxValue)] public int Seed { get; init; } = 1;

    /// <summary>Steps between two reports. Default: 50.</summary>
    [Range(1, int.MaxValue)] public int ReportEvery { get; init; } = 50;

    /// <summary>Checks the ranges above.</summary>
    /// <exception cref="ValidationException">A value is out of its range; the message names it.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}

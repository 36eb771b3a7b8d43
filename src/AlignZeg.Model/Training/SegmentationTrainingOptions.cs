using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.ProposalClassification;

namespace AlignZeg.Model.Training;

/// <summary>How the AlignZeg network is trained on masks of seen classes.</summary>
public sealed record SegmentationTrainingOptions
{
    /// <summary>Optimiser steps. Default: 1500.</summary>
    [Range(1, int.MaxValue)] public int Steps { get; init; } = 1500;

    /// <summary>Images of 64 x 64 per step, never fewer than two pictures. Default: 16.</summary>
    [Range(1, int.MaxValue)] public int Batch { get; init; } = 16;

    /// <summary>Peak learning rate of AdamW. Default: 1.5e-3.</summary>
    [Range(1e-9, 1)] public double LearningRate { get; init; } = 1.5e-3;

    /// <summary>Weight decay. Default: 0.02.</summary>
    [Range(0.0, 1.0)] public double WeightDecay { get; init; } = .02;

    /// <summary>Whether every parameter decays; false: norm layers and positional and query embeddings do not, the norms of the fusion do [SAN]. Default: true.</summary>
    public bool DecayAll { get; init; } = true;

    /// <summary>What the learning rate does after the warm-up: "cosine", "constant" or "poly". Default: cosine.</summary>
    public LearningRateSchedule Schedule { get; init; }

    /// <summary>Steps in which the learning rate rises to its peak; 0 = none. Default: 50.</summary>
    [Range(0, int.MaxValue)] public int WarmUp { get; init; } = 50;

    /// <summary>Power of the schedule "poly". Default: 0.9 [SAN].</summary>
    [Range(1e-3, 10)] public double PolyPower { get; init; } = .9;

    /// <summary>Norm to which the gradient of all parameters together is clipped. Default: 1; SAN takes 0.01.</summary>
    [Range(1e-6, 1e6)] public double ClipNorm { get; init; } = 1;

    /// <summary>Batches whose gradients make one step together, for batches that the device's memory does not hold at once. Default: 1.</summary>
    [Range(1, 4096)] public int Accumulate { get; init; } = 1;

    /// <summary>Decay of a moving average of the weights, which then is the model; 0 = none. Default: 0.</summary>
    [Range(0, .999999)] public double AverageDecay { get; init; }

    /// <summary>In which numbers the frozen CLIP extracts features: "fp32" or "bf16". Default: fp32.</summary>
    public TrainingPrecision Precision { get; init; }

    /// <summary>Batches that may wait, ready, for the device; any number gives the same model. Default: 4.</summary>
    [Range(1, 1024)] public int Prefetch { get; init; } = 4;

    /// <summary>Weight of class cross-entropy on matched proposals. Default: 3.</summary>
    [Range(0, 1e6)] public double MatchedWeight { get; init; } = 3;

    /// <summary>Weight of background cross-entropy on unmatched proposals. Default: 0.5.</summary>
    [Range(0, 1e6)] public double NoObjectWeight { get; init; } = .5;

    /// <summary>Weight of the mask's binary cross-entropy, and of its dice. Default: 5 each [SAN].</summary>
    [Range(0, 1e6)] public double MaskWeight { get; init; } = 5;

    /// <summary>Masks matched and scored at sampled points, where what is ignored counts as outside [SAN]; null = on all pixels of the masks, ignored ones left out. Default: null.</summary>
    public PointSamplingOptions? PointSampling { get; init; }

    /// <summary>Unmatched proposals that lie mostly on ignored pixels are not trained to be background: they may be unseen objects. Default: true.</summary>
    public bool IgnoreAwareNoObject { get; init; } = true;

    /// <summary>Unmatched proposals that lie mostly on seen objects are not trained to be background either. Ours: an embedding comes from the region alone, so that a
    /// second proposal of an object cannot be told from the first, and calling one of them background only blurs the class. Default: true.</summary>
    public bool DuplicatesMayStay { get; init; } = true;

    /// <summary>Share of the pictures whose colours the proposal network sees shuffled, 0..1. Default: 0.7.</summary>
    [Range(0.0, 1.0)] public double ColourShuffle { get; init; } = .7;

    /// <summary>Whether proposals that read CLIP are given its features of the shuffled picture in training. Ours: features of the true one tell which seen class an object is of, and masks of unseen objects suffer.
    /// Classification goes on with features of the true picture; where both are trained at once, the CLIP runs twice. Default: false [SAN].</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool ShuffledFusion { get; init; }

    /// <summary>Share of the pictures in which the proposal network sees an object with the surface of another picture, 0..1. Default: 0.</summary>
    [Range(0.0, 1.0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public double TextureShuffle { get; init; }

    /// <summary>Whether class losses of matched and unmatched proposals share one weighted mean [SAN: matched weight 2, no-object weight 0.1], or have a mean each (ours: the
    /// number of queries changes nothing). Default: false.</summary>
    public bool SharedClassMean { get; init; }

    /// <summary>l3, weight of L_vir on virtual features (feature expansion); 0 = off. Default: 0.75.</summary>
    [Range(0, 1e6)] public double VirtualWeight { get; init; } = .75;

    /// <summary>Share of the schedule at which L_vir and L_bc start. Default: 0.05.</summary>
    [Range(0.0, 1.0)] public double RampStart { get; init; } = .05;

    /// <summary>Share of the schedule from which on they count in full. Default: 0.1.</summary>
    [Range(0.0, 1.0)] public double RampEnd { get; init; } = .1;

    /// <summary>How virtual features are made (FES).</summary>
    public FeatureExpansionOptions Expansion { get; init; } = new();

    /// <summary>L_reg on background prototypes (BDS), l4 within.</summary>
    public BackgroundRegularisationOptions Background { get; init; } = new();

    /// <summary>L_bc of the class indicator (PBC).</summary>
    public IndicatorTrainingOptions Indicator { get; init; } = new();

    /// <summary>Masks first, without classes, then classification of the proposals that they give; null = both at once [SAN]. Default: null.</summary>
    public StagedOptions? Staged { get; init; }

    /// <summary>Seeds weights, batches and mixtures. Default: 1.</summary>
    [Range(0, int.MaxValue)] public int Seed { get; init; } = 1;

    /// <summary>Steps between two reports. Default: 50.</summary>
    [Range(1, int.MaxValue)] public int ReportEvery { get; init; } = 50;

    /// <summary>The same with so many steps, a tenth of which at most warm up.</summary>
    public SegmentationTrainingOptions After(int steps) => this with { Steps = steps, WarmUp = Math.Min(WarmUp, steps / 10) };

    /// <summary>Checks the ranges above.</summary>
    /// <exception cref="ValidationException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        PointSampling?.Validate();
        Expansion.Validate();
        Background.Validate();
        Indicator.Validate();
        Staged?.Validate();
        if (RampEnd < RampStart) throw new ValidationException("The field RampEnd must not be below RampStart.");
    }
}

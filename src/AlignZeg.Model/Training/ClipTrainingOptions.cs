using System.ComponentModel.DataAnnotations;

namespace AlignZeg.Model.Training;

/// <summary>How the tiny CLIP is trained on image-caption pairs.</summary>
public sealed record ClipTrainingOptions
{
    /// <summary>Optimiser steps. Default: 2000.</summary>
    [Range(1, int.MaxValue)] public int Steps { get; init; } = 2000;

    /// <summary>Images of 64 x 64 per step. Default: 48.</summary>
    [Range(1, int.MaxValue)] public int Batch { get; init; } = 48;

    /// <summary>Share of steps that show mosaics of tiles, 0..1. Default: 0.6.</summary>
    public double MosaicShare { get; init; } = .6;

    /// <summary>Mosaics per such step, four tiles each. Default: 32.</summary>
    public int Mosaics { get; init; } = 32;

    /// <summary>Share of a tile's patches hidden from its class token, 0..1. Default: 0.25.</summary>
    public double TokenDrop { get; init; } = .25;

    /// <summary>Peak learning rate of AdamW. Default: 1.2e-3.</summary>
    [Range(1e-9, 1)] public double LearningRate { get; init; } = 1.2e-3;

    /// <summary>Weight decay. Default: 0.05.</summary>
    [Range(0.0, 1.0)] public double WeightDecay { get; init; } = .05;

    /// <summary>Weight of image-caption contrast beside image-name classification. Default: 0.5.</summary>
    [Range(0, 1e6)] public double ContrastWeight { get; init; } = .5;

    /// <summary>Seeds weights, batches and templates. Default: 1.</summary>
    [Range(0, int.MaxValue)] public int Seed { get; init; } = 1;

    /// <summary>Steps between two reports. Default: 50.</summary>
    [Range(1, int.MaxValue)] public int ReportEvery { get; init; } = 50;

    /// <summary>Checks the ranges above.</summary>
    /// <exception cref="ValidationException">A value is out of its range; the message names it.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}

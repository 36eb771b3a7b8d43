using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace AlignZeg.Model.Training;

/// <summary>
/// Training in two stages: masks, matched by shape alone, then classification of the frozen network's own proposals, whose CLIP embeddings are computed once. Ours: masks cost nearly all of a training and
/// classes can disturb them, while all that works against objective misalignment is classification, which takes seconds so. Needs <see cref="AlignZegConfig.LearnedBias"/> off, unless <see cref="AfterJoint"/>.
/// </summary>
public sealed record StagedOptions
{
    /// <summary>Optimiser steps of classification; 0 = masks only. Default: 500.</summary>
    [Range(0, int.MaxValue)] public int Steps { get; init; } = 500;

    /// <summary>Where it is not empty, classification takes as many steps as is best of these for seen classes that are held out while that is found out: see <see cref="Regions.EarlyStop"/>. Default: null, <see cref="Steps"/> of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<int>? Stops { get; init; }

    /// <summary>Whether the number of steps is picked from <see cref="Stops"/>.</summary>
    [JsonIgnore] public bool PicksSteps => Stops is { Count: > 0 };

    /// <summary>Proposals per step, half of them objects. Default: 256.</summary>
    [Range(2, int.MaxValue)] public int Batch { get; init; } = 256;

    /// <summary>Peak learning rate of classification. Default: 2e-3.</summary>
    [Range(1e-9, 1)] public double LearningRate { get; init; } = 2e-3;

    /// <summary>Steps in which the learning rate rises to its peak; 0 = none. Default: 20.</summary>
    [Range(0, int.MaxValue)] public int WarmUp { get; init; } = 20;

    /// <summary>
    /// Whether the first stage trains masks and classes together, without adapter, virtual features and indicator, and the second does classification anew on the proposals that this gives: the bias may then be learned.
    /// Ours: what recognises nearly everything after one stage keeps its masks so, and loses none of what works against misalignment. Default: false.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool AfterJoint { get; init; }

    /// <summary>Pictures whose proposals are collected, flipped and re-lit as in training, some of them more than once. Default: 2400.</summary>
    [Range(1, int.MaxValue)] public int Pictures { get; init; } = 2400;

    /// <summary>Checks the ranges above.</summary>
    /// <exception cref="ValidationException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        if (Stops is not null && Stops.Any(steps => steps < 1)) throw new ValidationException("The field Stops must hold numbers of steps, each at least 1.");
        if (PicksSteps && Steps == 0) throw new ValidationException("The field Stops needs classification, but the field Steps is 0.");
    }
}

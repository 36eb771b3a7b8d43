namespace AlignZeg.Model.Training;

/// <summary>What the optimiser minimises.</summary>
internal interface ITrainingObjective
{
    /// <summary>Tensors that it carries from step to step, by name: a checkpoint must keep them for a run to go on bit-exactly.</summary>
    IReadOnlyDictionary<string, Tensor> Memory { get; }

    /// <summary>The loss of a batch, summed over supervised layers.</summary>
    /// <param name="images">[B, 3, H, W], normalised.</param> <param name="labels">[B, H, W], 64-bit: 0 background, i + 1 class i, 255 ignored.</param>
    /// <param name="progress">Share of the schedule that is done, 0..1: parts of the loss that start late ramp up by it. Default: 1, all of them whole.</param>
    ObjectiveLosses Of(Tensor images, Tensor labels, double progress = 1);
}

/// <summary>What a batch cost.</summary>
/// <param name="Total">A scalar, to be minimised.</param> <param name="Parts">Unweighted parts of the last layer, scalars, for people.</param>
internal sealed record ObjectiveLosses(Tensor Total, IReadOnlyList<(string Name, Tensor Value)> Parts);

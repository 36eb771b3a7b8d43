using System.ComponentModel.DataAnnotations;
using AlignZeg.Model.Clip;
using AlignZeg.Model.ProposalExtraction;

namespace AlignZeg.Model.Training;

/// <summary>All numbers of a training run; configs/train holds them as JSON.</summary>
public sealed record TrainingRecipe
{
    /// <summary>Name of the bundle.</summary>
    public string Name { get; init; } = "tiny";

    /// <summary>The CLIP to make. Its text tower's vocabulary size follows from the words of the captions.</summary>
    public ClipConfig ClipModel { get; init; } = new();

    /// <summary>The network to make; its seen classes follow from the data.</summary>
    public AlignZegConfig AlignZeg { get; init; } = new();

    /// <summary>How the CLIP is trained.</summary>
    public ClipTrainingOptions Clip { get; init; } = new();

    /// <summary>How the network is trained.</summary>
    public SegmentationTrainingOptions Segmentation { get; init; } = new();

    /// <summary>Whose masks the network is trained on.</summary>
    public SupervisionOptions Supervision { get; init; } = new();

    /// <summary>Steps between two checkpoints, at least 1; any number gives the same model. Default: 200.</summary>
    public int CheckpointEvery { get; init; } = 200;

    /// <summary>Checks the ranges of all numbers.</summary>
    /// <exception cref="ValidationException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        Clip.Validate();
        Segmentation.Validate();
        Supervision.Validate();
        if (Segmentation.Staged is { } staged && ((AlignZeg.LearnedBias && !staged.AfterJoint) || AlignZeg.OwnClipPositions || AlignZeg.Encoder != ImageEncoder.Conv))
            throw new ValidationException("Staged training needs 'learned_bias': false (or 'after_joint': true), 'own_clip_positions': false and the conv encoder: nothing in its first stage trains a bias or positions. Change them, or leave 'staged' out.");
        if (CheckpointEvery < 1) throw new ValidationException("CheckpointEvery must be at least 1.");
    }
}

using AlignZeg.Model.Clip;

namespace AlignZeg.Model.Training;

/// <summary>All numbers of a training run; configs/training holds them as JSON.</summary>
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
}

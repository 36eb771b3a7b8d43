using System.ComponentModel.DataAnnotations;
using AlignZeg.Datasets.GroundTruth;

namespace AlignZeg.Cli.Training;

/// <summary>What a configuration says about its data.</summary>
internal sealed record DataOptions
{
    /// <summary>"world" (drawn), "voc", "coco-stuff", "context-59", "context-60", "ade20k-150", "cityscapes-19", "coco-instances", "coco-panoptic", or "folders" (images/ and truth/, labels/ or masks/, ids as <see cref="Convention"/> says). Default: world.</summary>
    public string Kind { get; init; } = World;

    /// <summary>Folder of the data set, relative to the configuration.</summary>
    public string? Root { get; init; }

    /// <summary>File of seen and unseen classes, relative to the configuration.</summary>
    public string? Split { get; init; }

    /// <summary>List of the training pictures in place of the usual one, relative to the data set.</summary>
    public string? List { get; init; }

    /// <summary>What the ids of plain folders mean, see <see cref="LabelConvention.Of"/>. Default: ids-from-one.</summary>
    public string Convention { get; init; } = "ids-from-one";

    /// <summary>Of pictures of a data set.</summary>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>Drawn pictures of one object, for the CLIP. Default: 8000.</summary>
    [Range(1, 1_000_000)] public int Singles { get; init; } = 8000;

    /// <summary>Drawn pictures of several objects. Default: 8000.</summary>
    [Range(1, 1_000_000)] public int Scenes { get; init; } = 8000;

    /// <summary>Drawn pictures on whose seen classes the claim threshold is picked. Default: 80.</summary>
    [Range(1, 1_000_000)] public int CalibrationScenes { get; init; } = 80;

    /// <summary>Checks the ranges above, and those of the augmentation.</summary>
    /// <exception cref="ValidationException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        Augmentation.Validate();
    }

    /// <summary>The kind that is drawn.</summary>
    public const string World = "world";
}

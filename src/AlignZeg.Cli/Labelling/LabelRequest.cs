using AlignZeg.Abstractions.Jobs;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Labelling;

/// <summary>What a person asked for, unchecked.</summary>
internal sealed record LabelRequest
{
    /// <summary>Folders, files, patterns, manifests, archives, tables, addresses of containers; these may hold credentials.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    public required string Vocabulary { get; init; }

    /// <summary>Where results go; empty for a dry run.</summary>
    public required string Output { get; init; }

    /// <summary>Folder of ground truth label maps; null = no scores.</summary>
    public string? Truth { get; init; }

    /// <summary>File with seen and unseen classes; null = <c>split.json</c> beside truth or vocabulary, else what the model says of itself.</summary>
    public string? Split { get; init; }

    /// <summary>Folder of a model bundle, or "clip:" and a CLIP; null = the one that ships with the program.</summary>
    public string? Model { get; init; }

    /// <summary>Numbers that the model computes in.</summary>
    public Precision Precision { get; init; }

    /// <summary>Configuration of the cluster to run on; null = a silo in this process.</summary>
    public string? Cluster { get; init; }

    /// <summary>Score below which a pixel gets no class, 0..1, in place of the vocabulary's; null = the vocabulary's.</summary>
    public double? Threshold { get; init; }

    /// <summary>Lead over the second-best class below which a pixel gets no class, 0..1, in place of the vocabulary's; null = the vocabulary's.</summary>
    public double? Margin { get; init; }

    /// <summary>How pictures that are too large are cut into tiles; null = every picture is read whole.</summary>
    public JobTiling? Tiling { get; init; } = JobTiling.Auto;

    public bool Confidence { get; init; }

    public bool Overlay { get; init; } = true;

    /// <summary>Images of the largest batch; null = the platform's default.</summary>
    public int? BatchImages { get; init; }

    /// <summary>Images that are read and decoded at the same time; null = the platform's default.</summary>
    public int? Workers { get; init; }

    /// <summary>More failed images than this stop the job; null = as many as there are.</summary>
    public int? MaxFailures { get; init; }

    /// <summary>Among jobs of the same tenant, higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>When it should be done: among jobs of the same priority the earlier one goes first.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Computes the images that failed in an earlier run again.</summary>
    public bool RetryFailed { get; init; }

    public bool Json { get; init; }
}

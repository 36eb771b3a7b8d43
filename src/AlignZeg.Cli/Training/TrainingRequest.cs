namespace AlignZeg.Cli.Training;

/// <summary>What <c>alignzeg train</c> was asked for.</summary>
/// <param name="Config">A file of configs/train.</param> <param name="Output">Folder of the model.</param> <param name="Device">"cpu" or "cuda".</param>
internal sealed record TrainingRequest(string Config, string Output, string Device)
{
    /// <summary>A CLIP in place of the configuration's.</summary>
    public string? Clip { get; init; }

    /// <summary>Folder of the data set in place of the configuration's.</summary>
    public string? Data { get; init; }

    /// <summary>Replaces the recipe's seeds.</summary>
    public int? Seed { get; init; }

    /// <summary>Drawn pictures of one object in place of the configuration's number.</summary>
    public int? Singles { get; init; }

    /// <summary>Drawn pictures of several in place of the configuration's number.</summary>
    public int? Scenes { get; init; }

    /// <summary>Go on from the checkpoint, if there is one.</summary>
    public bool Resume { get; init; }

    /// <summary>Replace what the output folder holds.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Read and check, but train nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Events for machines.</summary>
    public bool Json { get; init; }

    /// <summary>The configuration with what the command line says otherwise.</summary>
    public TrainingConfiguration Apply(TrainingConfiguration configuration)
    {
        var (recipe, data) = (configuration.Recipe, configuration.Data);
        if (Seed is { } seed) recipe = recipe with { Clip = recipe.Clip with { Seed = seed }, Segmentation = recipe.Segmentation with { Seed = seed } };
        data = data with { Root = Data is null ? data.Root : Path.GetFullPath(Data), Singles = Singles ?? data.Singles, Scenes = Scenes ?? data.Scenes };
        return new(recipe, data, Clip is null ? configuration.Clip : Path.GetFullPath(Clip));
    }
}

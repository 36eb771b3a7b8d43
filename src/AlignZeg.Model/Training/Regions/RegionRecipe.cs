using System.Text.Json.Serialization;
using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.ProposalClassification;

namespace AlignZeg.Model.Training.Regions;

/// <summary>What is trained on regions, and how: the network's own switches, without masks.</summary>
public sealed record RegionRecipe
{
    /// <summary>Between e0 and the classifier. Default: mlp, as the studies' baseline has it.</summary>
    public AdapterForm Adapter { get; init; } = AdapterForm.Mlp;

    /// <summary>Hidden width of the mlp adapter. Default: the network's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? AdapterWidth { get; init; }

    /// <summary>K. Default: 1.</summary>
    public int BackgroundPrototypes { get; init; } = 1;

    /// <summary>The class indicator. Default: none.</summary>
    public CorrectionOptions Correction { get; init; } = new();

    /// <summary>Losses, steps, seed; a batch is so many regions. Default: 500 steps of 256 at 2e-3, no virtual features, not ignore-aware.</summary>
    public SegmentationTrainingOptions Losses { get; init; } = new()
    {
        Steps = 500, Batch = 256, LearningRate = 2e-3, WarmUp = 20, VirtualWeight = 0, IgnoreAwareNoObject = false, Expansion = new() { Form = ExpansionForm.Off },
    };

    /// <summary>The same with so many steps, a tenth of which at most warm up.</summary>
    public RegionRecipe After(int steps) => this with { Losses = Losses.After(steps) };
}

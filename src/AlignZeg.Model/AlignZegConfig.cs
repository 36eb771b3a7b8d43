using System.Text.Json.Serialization;
using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.ProposalExtraction;
using AlignZeg.Model.ProposalExtraction.SideAdapter;

namespace AlignZeg.Model;

/// <summary>The numbers of an AlignZeg network on top of a CLIP. Defaults are those of the embedded world.</summary>
public sealed record AlignZegConfig
{
    /// <summary>Short side of the network's input, pixels; the long side follows the picture. Default: 64.</summary>
    public int ShortSide { get; init; } = 64;

    /// <summary>Longest side of the input, pixels; a longer picture is squeezed. Default: 256.</summary>
    public int LongestSide { get; init; } = 256;

    /// <summary>Both sides are rounded, or padded, to a multiple of this, pixels. Default: 8.</summary>
    public int Multiple { get; init; } = 8;

    /// <summary>False: a picture is squeezed a little so that its sides are multiples of <see cref="Multiple"/>. True: it keeps its shape and is padded right and below, with zeros
    /// after normalisation [SAN]. Default: false.</summary>
    public bool Padding { get; init; }

    /// <summary>Size of CLIP's picture relative to the network's. SAN: 0.5 for ViT-B/16, 0.7 for ViT-L/14. Default: 1.</summary>
    public double ClipScale { get; init; } = 1;

    /// <summary>True: the network has CLIP's positional embedding as parameters of its own, which are trained [SAN]; the CLIP itself stays as it is. Default: false.</summary>
    public bool OwnClipPositions { get; init; }

    /// <summary>The encoder beside CLIP: "conv" or "vit". Default: conv.</summary>
    public ImageEncoder Encoder { get; init; }

    /// <summary>Where queries meet features: "refined", or "joint" for SAN's form, which needs the vit encoder. Default: refined.</summary>
    public QueryMode QueryMode { get; init; }

    /// <summary>Numbers of the vit encoder and its heads.</summary>
    public SideAdapterConfig SideAdapter { get; init; } = new();

    /// <summary>C, width of features and queries. Default: 64.</summary>
    public int Width { get; init; } = 64;

    /// <summary>N, number of mask queries. Default: 16.</summary>
    public int Queries { get; init; } = 16;

    /// <summary>J, number of refinement blocks, each supervised. Default: 2.</summary>
    public int RefinementBlocks { get; init; } = 2;

    /// <summary>How many of the last refinement blocks are supervised while training, all by the same heads; 0 = every one. Default: 0.</summary>
    public int SupervisedLayers { get; init; }

    /// <summary>Depths of CLIP whose features are fused into the encoder's, 0 = after ln_pre, i = after block i, negative = counted from the last extractor block (-1);
    /// none = no fusion. Default: 0 and -1.</summary>
    public IReadOnlyList<int> FusionLayers { get; init; } = [0, -1];

    /// <summary>Heads of the refinement's attention. Default: 4.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Width of the refinement's MLP. Default: 256.</summary>
    public int FeedForward { get; init; } = 256;

    /// <summary>Whether features read queries too (mutual refinement); false = a one-way decoder, the fair control. Default: true.</summary>
    public bool Mutual { get; init; } = true;

    /// <summary>Width of mask embeddings. Default: 32.</summary>
    public int MaskWidth { get; init; } = 32;

    /// <summary>Width of bias embeddings, per attention head. Default: 16.</summary>
    public int BiasWidth { get; init; } = 16;

    /// <summary>Whether the attention bias has a learned part beside the mask's share; only recognition's loss trains it, so staged training needs it off. Of the conv encoder. Default: true.</summary>
    public bool LearnedBias { get; init; } = true;

    /// <summary>Share of the (detached) mask logits in the attention bias: how strictly recognition looks at the mask alone. Default: 2.</summary>
    public double MaskShare { get; init; } = 2;

    /// <summary>The residual adapter between proposal embeddings and the classifier: off, linear or mlp. Default: linear.</summary>
    public AdapterForm Adapter { get; init; } = AdapterForm.Linear;

    /// <summary>Hidden width of the mlp adapter. Default: 128.</summary>
    public int AdapterWidth { get; init; } = 128;

    /// <summary>K, number of background prototypes. Default: 1.</summary>
    public int BackgroundPrototypes { get; init; } = 1;

    /// <summary>Cosine above which a background prototype coincides with a class of the vocabulary and is left out of its classifier. Default: 0.9.</summary>
    public double PrototypeCollision { get; init; } = .9;

    /// <summary>Score below which no class claims a pixel; picked on seen classes only. 0..1. Default: 0.3.</summary>
    public double ClaimThreshold { get; init; } = .3;

    /// <summary>Calibrated stacking: taken off the seen classes' scores of every pixel, as ZegFormer and ZegCLIP do by 0.1; picked on held-out seen classes only. 0..1.
    /// Default: 0 (off).</summary>
    public double SeenPenalty { get; init; }

    /// <summary>Bias correction by proposal (PBC). Default: off.</summary>
    public CorrectionOptions Correction { get; init; } = new();

    /// <summary>Prompt templates used when a vocabulary has none.</summary>
    public IReadOnlyList<string> Templates { get; init; } = ["a photo of {}.", "{}"];

    /// <summary>Classes whose masks were trained on, by name.</summary>
    public IReadOnlyList<string> SeenClasses { get; init; } = [];

    /// <summary>After how many steps classification was stopped, where training picked that (<see cref="Training.StagedOptions.Stops"/>); written by it. Default: null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? ClassificationSteps { get; init; }
}

using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.Clip;
using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.ProposalExtraction;

namespace AlignZeg.Model;

/// <summary>The trainable part of AlignZeg; the CLIP it stands on is frozen and kept apart.</summary>
internal sealed class AlignZegNetwork : Module
{
    private readonly double _clipScale;
    [ComponentName(Name = "extraction")] private readonly ProposalSource _extraction;
    [ComponentName(Name = "classification")] private readonly ProposalClassifier _classification;
    [ComponentName(Name = "indicator")] private readonly ClassIndicator? _indicator;
    [ComponentName(Name = "clip_position")] private readonly Parameter? _clipPosition;

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">A number is out of its range; the message names it.</exception>
    /// <exception cref="Bundles.ModelBundleException">Encoder, queries and CLIP do not fit each other.</exception>
    public AlignZegNetwork(AlignZegConfig config, ClipConfig clip)
        : base(nameof(AlignZegNetwork))
    {
        config.Correction.Validate();
        NetworkForm.Check(config, clip.Vision);
        (Correction, _clipScale) = (config.Correction, config.ClipScale);
        _extraction = ProposalSource.Of(config, clip.Vision);
        _classification = new(clip.ProjectionDim, config.BackgroundPrototypes, config.Adapter, config.AdapterWidth);
        if (config.Correction.Indicator != IndicatorInput.Off) _indicator = new(clip.ProjectionDim, config.Correction);
        int side = clip.Vision.ImageSize / clip.Vision.PatchSize;
        if (config.OwnClipPositions) _clipPosition = new Parameter(zeros(1 + side * side, clip.Vision.HiddenSize));
        RegisterComponents();
    }

    public ProposalSource Extraction => _extraction;

    public ProposalClassifier Classification => _classification;

    /// <summary>phi_bc, or null where the configuration has none.</summary>
    public ClassIndicator? Indicator => _indicator;

    /// <summary>What the indicator looks at and what follows from it.</summary>
    public CorrectionOptions Correction { get; }

    /// <summary>Positional embedding for CLIP's image tower in place of its own, [1+L, C]; null where CLIP's own serves.</summary>
    public Tensor? ClipPosition => _clipPosition;

    /// <summary>Before training: what starts as a copy of the CLIP's.</summary>
    public void StartFrom(ClipModel clip)
    {
        using var none = no_grad();
        _clipPosition?.copy_(clip.Positions);
    }

    /// <summary>Lets masks and biases be computed in other numbers; classification, indicator and <see cref="ClipPosition"/> stay as they are.</summary>
    public void CastExtraction(ScalarType type)
    {
        using var none = no_grad();
        _extraction.to(type);
    }

    /// <summary>CLIP's features of what the network sees. Gradient flows only to <see cref="ClipPosition"/>.</summary>
    /// <param name="clip">Frozen.</param> <param name="image">The network's input, [B, 3, H, W], normalised, in the numbers that the CLIP computes in.</param>
    public VisionFeatures ReadClip(ClipModel clip, Tensor image)
    {
        using var scope = NewDisposeScope();
        using var mode = set_grad_enabled(is_grad_enabled() && _clipPosition is not null);
        var features = clip.Extract(ClipInput(image), _clipPosition?.to(image.dtype)); // a parameter keeps its type: only what is read of it is cast
        return new(features.Tokens.MoveToOuterDisposeScope(), [.. features.Taps.Select(t => t.MoveToOuterDisposeScope())], features.Height, features.Width);
    }

    /// <summary>Bilinear, no antialiasing; source coordinates by the scale itself, though the size is rounded down. Source: SAN @e19262d (method 9).</summary>
    /// <param name="image">[B, 3, H, W].</param> <returns>[B, 3, ⌊s·H⌋, ⌊s·W⌋].</returns>
    internal Tensor ClipInput(Tensor image) => _clipScale == 1 ? image
        : functional.interpolate(image, scale_factor: [_clipScale, _clipScale], mode: InterpolationMode.Bilinear, align_corners: false);
}

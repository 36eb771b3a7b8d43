using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.Clip;
using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.ProposalExtraction;

namespace AlignZeg.Model;

/// <summary>The trainable part of AlignZeg; the CLIP it stands on is frozen and kept apart.</summary>
internal sealed class AlignZegNetwork : Module
{
    [ComponentName(Name = "extraction")] private readonly ProposalExtractor _extraction;
    [ComponentName(Name = "classification")] private readonly ProposalClassifier _classification;
    [ComponentName(Name = "indicator")] private readonly ClassIndicator? _indicator;

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">A number is out of its range; the message names it.</exception>
    public AlignZegNetwork(AlignZegConfig config, ClipConfig clip)
        : base(nameof(AlignZegNetwork))
    {
        config.Correction.Validate();
        Correction = config.Correction;
        _extraction = new(config, clip.Vision);
        _classification = new(clip.ProjectionDim, config.BackgroundPrototypes, config.Adapter, config.AdapterWidth);
        if (config.Correction.Indicator != IndicatorInput.Off) _indicator = new(clip.ProjectionDim, config.Correction);
        RegisterComponents();
    }

    public ProposalExtractor Extraction => _extraction;

    public ProposalClassifier Classification => _classification;

    /// <summary>phi_bc, or null where the configuration has none.</summary>
    public ClassIndicator? Indicator => _indicator;

    /// <summary>What the indicator looks at and what follows from it.</summary>
    public CorrectionOptions Correction { get; }
}

using AlignZeg.Model.Clip;
using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.ProposalExtraction;

namespace AlignZeg.Model;

/// <summary>The trainable part of AlignZeg; the CLIP it stands on is frozen and kept apart.</summary>
internal sealed class AlignZegNetwork : Module
{
    [ComponentName(Name = "extraction")] private readonly ProposalExtractor _extraction;
    [ComponentName(Name = "classification")] private readonly ProposalClassifier _classification;

    public AlignZegNetwork(AlignZegConfig config, ClipConfig clip)
        : base(nameof(AlignZegNetwork))
    {
        _extraction = new(config, clip.Vision);
        _classification = new(clip.ProjectionDim, config.BackgroundPrototypes, config.Adapter);
        RegisterComponents();
    }

    public ProposalExtractor Extraction => _extraction;

    public ProposalClassifier Classification => _classification;
}

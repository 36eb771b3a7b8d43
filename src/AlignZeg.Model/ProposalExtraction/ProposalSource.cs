using AlignZeg.Model.Clip;

namespace AlignZeg.Model.ProposalExtraction;

/// <summary>From an image and CLIP's features of it to class-agnostic mask proposals; which network does it is the configuration's choice.</summary>
internal abstract class ProposalSource(string name) : Module(name)
{
    /// <summary>How many of CLIP's extractor blocks lie before the deepest features that masks follow from; null: they follow from none, and only the size of CLIP's grid is read.</summary>
    public abstract int? ClipDepth { get; }

    /// <param name="image">[B, 3, H, W], normalised.</param> <param name="clip">CLIP's features of the same batch.</param>
    /// <param name="lastOnly">True in inference: only the last layer's proposals.</param>
    /// <returns>Proposals per supervised layer, the last one last.</returns>
    public abstract IReadOnlyList<Proposals> Extract(Tensor image, VisionFeatures clip, bool lastOnly = false);

    /// <summary>The network that the configuration describes.</summary>
    public static ProposalSource Of(AlignZegConfig config, VisionConfig vision) => (config.Encoder, config.QueryMode) switch
    {
        (ImageEncoder.Vit, QueryMode.Joint) => new SideAdapter.JointProposalExtractor(config, vision),
        (ImageEncoder.Vit, _) => new SideAdapter.RefinedProposalExtractor(config, vision),
        _ => new ProposalExtractor(config, vision),
    };
}

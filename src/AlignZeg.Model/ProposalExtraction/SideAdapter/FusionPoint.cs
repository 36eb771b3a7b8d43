namespace AlignZeg.Model.ProposalExtraction.SideAdapter;

/// <summary>Where CLIP's features enter the side encoder.</summary>
/// <param name="Clip">Blocks of CLIP that they have been through; 0 = after its first norm.</param>
/// <param name="Side">Blocks of the side encoder after which they are added; 0 = before its first.</param>
public sealed record FusionPoint(int Clip, int Side);

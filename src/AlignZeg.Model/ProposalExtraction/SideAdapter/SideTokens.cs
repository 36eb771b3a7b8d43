namespace AlignZeg.Model.ProposalExtraction.SideAdapter;

/// <summary>The side encoder's tokens after one of its blocks.</summary>
/// <param name="Queries">[B, N, C]; N = 0 without queries in the sequence.</param> <param name="Map">Patches, [B, C, H/p, W/p].</param>
internal sealed record SideTokens(Tensor Queries, Tensor Map);

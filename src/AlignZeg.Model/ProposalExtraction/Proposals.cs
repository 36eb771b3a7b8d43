namespace AlignZeg.Model.ProposalExtraction;

/// <summary>What one supervised layer proposes.</summary>
/// <param name="Masks">Mask logits M, [B, N, H/s, W/s]; s = 2 with the conv encoder, the patch size with the ViT.</param>
/// <param name="Bias">Attention bias A for the recognition head, [B, h, N, L].</param>
internal sealed record Proposals(Tensor Masks, Tensor Bias);

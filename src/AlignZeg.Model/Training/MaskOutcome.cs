namespace AlignZeg.Model.Training;

/// <summary>What became of one layer's masks.</summary>
/// <param name="Matches">Which proposal stands for which class.</param>
/// <param name="Loss">Binary cross-entropy plus dice over the matched masks, a scalar; 0 without any.</param>
internal sealed record MaskOutcome(Matches Matches, Tensor Loss);

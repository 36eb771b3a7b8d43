namespace AlignZeg.Model.Training;

/// <summary>What became of one layer's masks.</summary>
/// <param name="Matches">Which proposal stands for which class.</param>
/// <param name="Loss">Binary cross-entropy plus dice over the matched masks, a scalar; without any 0, with a gradient of 0.</param>
internal sealed record MaskOutcome(Matches Matches, Tensor Loss);

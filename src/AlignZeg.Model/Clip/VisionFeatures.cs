namespace AlignZeg.Model.Clip;

/// <summary>What the extractor blocks, or the first of them, make of a batch of images.</summary>
/// <param name="Tokens">[B, 1+L, C] after the last block that was run, class token first.</param>
/// <param name="Taps">Patch tokens as maps [B, C, h, w]: after ln_pre, then after every block that was run.</param>
/// <param name="Height">h of the grid.</param> <param name="Width">w of the grid.</param>
internal sealed record VisionFeatures(Tensor Tokens, IReadOnlyList<Tensor> Taps, int Height, int Width);

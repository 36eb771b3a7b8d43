using AlignZeg.Model.Clip;

namespace AlignZeg.Model.Tests.San;

/// <summary>Recognition as SAN writes it: class tokens, the class token and patches in one sequence under one square additive mask. The two-pass form of the product must equal it.</summary>
internal static class MaskedRecognition
{
    private const float Never = -100;

    /// <param name="bias">[B, h, N, L].</param> <returns>[B, h, N+1+L, N+1+L], rows are queries.</returns>
    public static Tensor Mask(Tensor bias)
    {
        long n = bias.size(2), l = bias.size(3);
        var mask = zeros(bias.size(0), bias.size(1), n + 1 + l, n + 1 + l);
        mask.narrow(-1, 0, n).fill_(Never);
        mask.narrow(-2, 0, n).narrow(-1, 0, n).diagonal(dim1: -2, dim2: -1).fill_(0);
        mask.narrow(-2, 0, n).narrow(-1, n, 1).fill_(Never);
        mask.narrow(-2, 0, n).narrow(-1, n + 1, l).copy_(bias);
        return mask;
    }

    /// <returns>All tokens after each recognition block, [B, N+1+L, C].</returns>
    public static IReadOnlyList<Tensor> Run(ClipModel clip, VisionFeatures features, Tensor mask, int count)
    {
        var x = cat([features.Tokens.narrow(1, 0, 1).expand(-1, count, -1), features.Tokens], 1);
        var outputs = new List<Tensor>();
        foreach (var block in Blocks(clip)) outputs.Add(x = block.forward(x, mask));
        return outputs;
    }

    /// <summary>The recognition blocks.</summary>
    public static IEnumerable<TransformerBlock> Blocks(ClipModel clip)
    {
        var vision = clip.Config.Vision;
        var modules = clip.named_modules().ToDictionary(m => m.name, m => m.module);
        return Enumerable.Range(vision.Layers - vision.RecognitionLayers, vision.RecognitionLayers).Select(i => (TransformerBlock)modules[$"vision_model.encoder.layers.{i}"]);
    }
}

using AlignZeg.Model.Bundles;
using AlignZeg.Model.Clip;

namespace AlignZeg.Model.ProposalExtraction;

/// <summary>Which combinations of encoder, queries and CLIP make sense.</summary>
internal static class NetworkForm
{
    /// <exception cref="ModelBundleException">The configuration makes no sense: which value, and what to do.</exception>
    public static void Check(AlignZegConfig config, VisionConfig vision)
    {
        if (config.ClipScale is not (> 0 and <= 1)) throw Wrong($"clip_scale is {config.ClipScale}; it lies above 0 and at most at 1.");
        if (config.Encoder == ImageEncoder.Conv && config.QueryMode == QueryMode.Joint)
            throw Wrong("query_mode is joint, but encoder is conv: queries ride in the sequence of a ViT, and a convolution has none. Set encoder to vit, or query_mode to refined.");
        if (config.Encoder == ImageEncoder.Vit) CheckSide(config, vision);
    }

    private static void CheckSide(AlignZegConfig config, VisionConfig vision)
    {
        var side = config.SideAdapter;
        int extractors = vision.Layers - vision.RecognitionLayers;
        if (side.Width % side.Heads != 0) throw Wrong($"side_adapter.width {side.Width} is not a multiple of its {side.Heads} heads.");
        if (side.ImageSize % side.PatchSize != 0) throw Wrong($"side_adapter.image_size {side.ImageSize} is not a multiple of its patch_size {side.PatchSize}.");
        if (config.Multiple % side.PatchSize != 0)
            throw Wrong($"multiple is {config.Multiple}, so that pictures would not divide into patches of {side.PatchSize}; set it to a multiple of side_adapter.patch_size (SAN: 32).");
        foreach (var point in side.Fusion)
        {
            if (point.Clip < 0 || point.Clip > extractors) throw Wrong($"side_adapter.fusion wants CLIP's block {point.Clip}; its extractor has {extractors}.");
            if (point.Side < 0 || point.Side > side.Depth) throw Wrong($"side_adapter.fusion adds after block {point.Side}; the side encoder has {side.Depth}.");
        }

        if (config.QueryMode != QueryMode.Joint) return;
        if (side.SupervisedBlocks.Count == 0 || side.SupervisedBlocks.Zip(side.SupervisedBlocks.Skip(1)).Any(p => p.First >= p.Second) || side.SupervisedBlocks[0] < 1 || side.SupervisedBlocks[^1] > side.Depth)
            throw Wrong($"side_adapter.supervised_blocks is [{string.Join(", ", side.SupervisedBlocks)}]; it names blocks from 1 to {side.Depth}, ascending.");
    }

    private static ModelBundleException Wrong(string sentence) => new($"The network's configuration makes no sense: {sentence}");
}

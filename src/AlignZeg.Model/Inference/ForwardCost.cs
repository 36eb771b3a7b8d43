using AlignZeg.Model.Clip;
using AlignZeg.Model.ProposalExtraction;

namespace AlignZeg.Model.Inference;

/// <summary>Floating-point operations of a forward pass: matrix products only, two per multiply-add, as throughput is usually quoted. Ours, from the shapes.</summary>
internal static class ForwardCost
{
    /// <summary>CLIP's whole image tower with one class token.</summary>
    public static double Clip(ClipConfig config, int height, int width)
    {
        double patches = Patches(config.Vision, height, width), c = config.Vision.HiddenSize;
        return Embedding(config.Vision, patches) + config.Vision.Layers * Block(patches + 1, c, config.Vision.IntermediateSize) + 2 * c * config.ProjectionDim;
    }

    /// <summary>CLIP's extractor on its share of the picture, the ViT encoder, its heads, and recognition of every proposal; not the sum of masks per pixel.</summary>
    /// <param name="config">With the vit encoder.</param> <param name="clip">Below it.</param> <param name="height">Of the network's input.</param> <param name="width">Of the network's input.</param>
    public static double AlignZeg(AlignZegConfig config, ClipConfig clip, int height, int width)
    {
        var (side, vision) = (config.SideAdapter, clip.Vision);
        double patches = Patches(vision, (int)(height * config.ClipScale), (int)(width * config.ClipScale)), c = vision.HiddenSize, n = config.Queries;
        double cells = (double)(height / side.PatchSize) * (width / side.PatchSize), joint = config.QueryMode == QueryMode.Joint ? n : 0;
        double extractor = Embedding(vision, patches) + (vision.Layers - vision.RecognitionLayers) * Block(patches + 1, c, vision.IntermediateSize);
        double encoder = 2 * cells * 3 * side.PatchSize * side.PatchSize * side.Width + side.Depth * Block(cells + joint, side.Width, 4 * side.Width)
            + side.Fusion.Count * 2 * patches * c * side.Width;
        double refined = config.QueryMode == QueryMode.Joint ? 0 : config.RefinementBlocks * Refinement(config, cells);
        double width0 = config.QueryMode == QueryMode.Joint ? side.Width : config.Width;
        double heads = cells * (Mlp(width0, side.HiddenWidth, side.MaskWidth) + Mlp(width0, side.HiddenWidth, vision.Heads * side.MaskWidth))
            + n * Mlp(width0, side.HiddenWidth, side.MaskWidth) + 2 * n * side.MaskWidth * cells * (1 + vision.Heads);
        double recognition = vision.RecognitionLayers * Regions(n, patches, c, vision.IntermediateSize) + (vision.RecognitionLayers - 1) * Block(patches + 1, c, vision.IntermediateSize)
            + 2 * n * c * clip.ProjectionDim;
        return extractor + encoder + refined + heads + recognition;
    }

    private static double Patches(VisionConfig vision, int height, int width) => (double)(height / vision.PatchSize) * (width / vision.PatchSize);

    private static double Embedding(VisionConfig vision, double patches) => 2 * patches * 3 * vision.PatchSize * vision.PatchSize * vision.HiddenSize;

    private static double Block(double tokens, double width, double hidden) => tokens * width * (8 * width + 4 * hidden) + 4 * tokens * tokens * width;

    // Class tokens that read patches: their own four projections and MLP, the patches' keys and values, and the attention between them.
    private static double Regions(double tokens, double patches, double width, double hidden) =>
        tokens * width * (8 * width + 4 * hidden) + 4 * patches * width * width + 4 * tokens * patches * width;

    private static double Refinement(AlignZegConfig config, double cells)
    {
        double n = config.Queries, c = config.Width, crossing = config.Mutual ? 2 : 1;
        return 8 * n * c * c + 4 * n * n * c + crossing * (4 * (n + cells) * c * c + 4 * n * cells * c) + 4 * n * c * config.FeedForward;
    }

    private static double Mlp(double from, double hidden, double to) => 2 * (from * hidden + hidden * hidden + hidden * to);
}

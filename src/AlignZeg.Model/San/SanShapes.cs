using System.Globalization;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.Checkpoints;
using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.ProposalExtraction;

namespace AlignZeg.Model.San;

/// <summary>A SAN checkpoint's tensors, whatever they are wrapped in, and the numbers that their shapes tell.</summary>
internal sealed class SanShapes
{
    private const string Queries = "side_adapter_network.query_embed", Side = "side_adapter_network.vit_model", Decoder = "side_adapter_network.mask_decoder";

    // SAN's default prompts: ViLD's 14 (san/model/clip_utils/utils.py, "vild").
    private static readonly string[] Templates =
    [
        "a photo of a {}.", "This is a photo of a {}", "There is a {} in the scene", "There is the {} in the scene", "a photo of a {} in the scene", "a photo of a small {}.",
        "a photo of a medium {}.", "a photo of a large {}.", "This is a photo of a small {}.", "This is a photo of a medium {}.", "This is a photo of a large {}.",
        "There is a small {} in the scene.", "There is a medium {} in the scene.", "There is a large {} in the scene.",
    ];

    private readonly string _path;

    private SanShapes(string path, IReadOnlyDictionary<string, StoredTensor> tensors) => (_path, Tensors) = (path, tensors);

    /// <summary>By SAN's own names.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <summary>CLIP's blocks in the recognition head.</summary>
    public int RecognitionLayers => Count("clip_rec_head.resblocks.");

    /// <summary>Opens a checkpoint. detectron2 wraps the weights as "model", beside which an optimizer may lie.</summary>
    /// <exception cref="ModelBundleException">It is missing, damaged, more than data, or no SAN.</exception>
    public static SanShapes Open(string path)
    {
        var all = Weights.Open(path);
        string? key = all.Keys.Where(name => name == Queries || name.EndsWith("." + Queries, StringComparison.Ordinal)).MinBy(name => name.Length);
        if (key is null) throw new ModelBundleException($"'{path}' is no SAN checkpoint: it has no tensor '{Queries}'.");
        string prefix = key[..^Queries.Length];
        return new(path, all.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value));
    }

    /// <summary>The network's numbers.</summary>
    /// <param name="form">What shapes do not tell; null = that of the published checkpoint of these shapes.</param>
    /// <exception cref="ModelBundleException">A tensor is missing, or shapes are of no published checkpoint and there is no form.</exception>
    public AlignZegConfig Config(SanForm? form)
    {
        int width = Shape(Queries, 3)[2], depth = Count(Side + ".blocks."), extractors = Count("clip_visual_extractor.resblocks.");
        form ??= SanForm.Published(width, depth, extractors) ?? throw new ModelBundleException(
            $"'{_path}' is no published SAN ({depth} side blocks of width {width} on {extractors} blocks of CLIP): say with --form FILE what its tensors do not, as JSON with heads, fusion, supervised_blocks and clip_scale.");
        int patch = Shape(Side + ".patch_embed.proj.weight", 4)[2], grid = (int)Math.Round(Math.Sqrt(Shape(Side + ".pos_embed", 3)[1])), side = grid * patch;
        int shortSide = form.ShortSide > 0 ? form.ShortSide : side;
        return new()
        {
            ShortSide = shortSide, LongestSide = form.LongestInShortSides * shortSide, Multiple = 32, Padding = true, ClipScale = form.ClipScale, OwnClipPositions = true,
            Encoder = ImageEncoder.Vit, QueryMode = QueryMode.Joint, Queries = Shape(Queries, 3)[1], Adapter = AdapterForm.Off, Templates = Templates,
            ClaimThreshold = 0, PrototypeCollision = 1, // as SAN: every pixel gets a class, and the background keeps its prototype
            SideAdapter = new()
            {
                ImageSize = side, PatchSize = patch, Width = width, Depth = depth, Heads = form.Heads, Fusion = form.Fusion, SupervisedBlocks = form.SupervisedBlocks,
                MaskWidth = Shape(Decoder + ".pix_mlp.layers.2.weight", 4)[0], HiddenWidth = Shape(Decoder + ".pix_mlp.layers.0.weight", 4)[0],
            },
        };
    }

    private int[] Shape(string name, int sides) => Tensors.TryGetValue(name, out var tensor) && tensor.Shape.Length == sides
        ? Array.ConvertAll(tensor.Shape, side => (int)side)
        : throw new ModelBundleException($"'{_path}' is no whole SAN checkpoint: its tensor '{name}' is missing, or does not have {sides} sides.");

    private int Count(string blocks) => Tensors.Keys.Where(name => name.StartsWith(blocks, StringComparison.Ordinal))
        .Select(name => int.TryParse(name[blocks.Length..].Split('.')[0], CultureInfo.InvariantCulture, out int index) ? index + 1 : 0).DefaultIfEmpty(0).Max();
}

using System.Text.Json;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.Clip;
using AlignZeg.Model.Inference;
using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.ProposalExtraction;
using AlignZeg.Model.ProposalExtraction.SideAdapter;
using AlignZeg.Model.San;

namespace AlignZeg.Model.Tests.San;

/// <summary>One of the two small SANs of the reference data, in our modules.</summary>
internal sealed class SanGolden
{
    private readonly JsonElement _file, _json;
    private readonly string _form;

    private SanGolden(string form)
    {
        _form = form;
        _file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Golden.Folder("san-tiny"), form, "config.json"))).RootElement;
        _json = _file.GetProperty("config");
        Weights = Golden.Tensors("san-tiny", $"{form}/weights.safetensors");
        Inputs = Golden.Tensors("san-tiny", $"{form}/inputs.safetensors");
        (ClipConfig, Config) = (ReadClipConfig(), ReadConfig());
        (Clip, Network) = (new(ClipConfig), new(Config, ClipConfig));
        SanCheckpoint.Fill(SafetensorsFile.Open(Path.Combine(Golden.Folder("san-tiny"), form, "weights.safetensors")), Clip, Network, Config, form);
        foreach (var parameter in Clip.parameters()) parameter.requires_grad = false;
    }

    public Dictionary<string, Tensor> Weights { get; }

    public Dictionary<string, Tensor> Inputs { get; }

    public ClipConfig ClipConfig { get; }

    public AlignZegConfig Config { get; }

    public ClipModel Clip { get; }

    public AlignZegNetwork Network { get; }

    public int Points => Number("points");

    public IReadOnlyList<int> Supervised => Config.SideAdapter.SupervisedBlocks;

    public Tensor Text => Inputs["text_embeds"];

    public static SanGolden Load(string form) => new(form);

    /// <summary>What the reference gives for a case: in evaluation and, where it differs, in training.</summary>
    public Dictionary<string, Tensor> Evaluated(string name) => Golden.Tensors("san-tiny", $"{_form}/eval_{name}.safetensors");

    public Dictionary<string, Tensor> Trained(string name)
    {
        var all = Evaluated(name);
        foreach (var (key, value) in Golden.Tensors("san-tiny", $"{_form}/train_{name}.safetensors")) all[key] = value;
        return all;
    }

    public Dictionary<string, Tensor> Reference(string name) => Golden.Tensors("san-tiny", $"{_form}/{name}.safetensors");

    /// <summary>A case's sizes: of its images, and of the originals.</summary>
    public (InputSize Size, InputSize Original)[] Sizes(string name)
    {
        var found = _json.GetProperty("cases").GetProperty(name);
        return [.. found.GetProperty("sizes").EnumerateArray().Zip(found.GetProperty("orig").EnumerateArray(), (a, b) => (Size(a), Size(b)))];
        static InputSize Size(JsonElement e) => new(e[1].GetInt32(), e[0].GetInt32());
    }

    /// <summary>A case's images, normalised, padded to their common frame.</summary>
    public (Tensor Images, PaddedFrame[] Frames) Batch(string name)
    {
        var sizes = Sizes(name);
        var frame = PaddedFrame.Of(new(sizes.Max(s => s.Size.Width), sizes.Max(s => s.Size.Height)), Config.Multiple);
        var frames = sizes.Select(s => frame with { Inside = s.Size }).ToArray();
        var images = frames.Select((f, b) => f.Pad(PixelTensor.Normalise(PixelTensor.Of([Rgb(name, b)], f.Inside.Width, f.Inside.Height, CPU)))).ToArray();
        return (cat(images, 0), frames);
    }

    /// <summary>A case's images and labels in our numbers: 0 background (SAN has none), i + 1 class i, 255 ignored and padding.</summary>
    public (Tensor Images, Tensor Labels) Labelled(string name)
    {
        var (images, frames) = Batch(name);
        var labels = frames.Select((f, b) =>
        {
            var label = Inputs[$"{name}/label.{b}"].to(ScalarType.Int64);
            label = label.where(label == 255, label + 1);
            return nn.functional.pad(label, [0, f.Width - f.Inside.Width, 0, f.Height - f.Inside.Height], value: 255);
        });
        return (images, stack(labels));
    }

    /// <summary>One image of a case, padded for itself.</summary>
    public Tensor Alone(string name, int index)
    {
        var frame = PaddedFrame.Of(Sizes(name)[index].Size, Config.Multiple);
        return frame.Pad(PixelTensor.Normalise(PixelTensor.Of([Rgb(name, index)], frame.Inside.Width, frame.Inside.Height, CPU)));
    }

    /// <summary>The random points of a layer's matching, one per image with ground truth.</summary>
    public IEnumerable<Tensor> MatchPoints(string name, int layer, string step = "") =>
        Enumerable.Range(0, Sizes(name).Length).Where(b => Inputs[$"{name}/gt_classes.{b}"].numel() > 0).Select(b => Inputs[$"{name}/rand/{step}out{layer}/match.{b}"]);

    /// <summary>The random points of a layer's mask loss: candidates, then the rest.</summary>
    public IEnumerable<Tensor> LossPoints(string name, int layer, string step = "") => [Inputs[$"{name}/rand/{step}out{layer}/loss_oversample"], Inputs[$"{name}/rand/{step}out{layer}/loss_random"]];

    /// <summary>All random points of a step, in the order in which our objective asks for them.</summary>
    public IEnumerable<Tensor> Draws(string name, string step = "") => Supervised.SelectMany(layer => MatchPoints(name, layer, step).Concat(LossPoints(name, layer, step)));

    /// <summary>A case's image as interleaved bytes.</summary>
    public byte[] Rgb(string name, int index) => Inputs[$"{name}/image.{index}"].permute(1, 2, 0).contiguous().data<byte>().ToArray();

    /// <summary>Weight decay per parameter, by SAN's names.</summary>
    public Dictionary<string, double> WeightDecays() =>
        _file.GetProperty("param_groups").EnumerateArray().ToDictionary(g => g.GetProperty("name").GetString()!, g => g.GetProperty("weight_decay").GetDouble());

    /// <summary>A module of the network, or of another one, by its path.</summary>
    public T Part<T>(string path, nn.Module? of = null)
        where T : nn.Module => (T)(of ?? Network).named_modules().Single(m => m.name == path).module;

    public Tensor Parameter(string path) => Network.named_parameters().Single(p => p.name == path).parameter;

    /// <summary>All pixels whose two best classes differ by more than 5e-5 must agree; of the rest a handful may not.</summary>
    public static void AssertLabels(Dictionary<string, Tensor> expected, int index, ushort[] labels)
    {
        var (best, _) = expected[$"sem_seg.{index}"].topk(2, 0);
        var clear = (best[0] - best[1]).flatten().data<float>().ToArray();
        var wanted = expected[$"argmax.{index}"].flatten().data<byte>().ToArray();
        Assert.Equal(wanted.Length, labels.Length);
        var wrong = Enumerable.Range(0, labels.Length).Where(i => labels[i] != wanted[i]).ToList();
        Assert.DoesNotContain(wrong, i => clear[i] > 5e-5);
        Assert.True(wrong.Count <= 5, $"{wrong.Count} pixels differ");
    }

    private int Number(string name) => _json.GetProperty(name).GetInt32();

    private ClipConfig ReadClipConfig()
    {
        int width = Number("clip_width"), layers = Number("clip_layers"), text = (int)Weights["ov_classifier.ln_final.weight"].size(0);
        return new()
        {
            ProjectionDim = Number("embed"),
            Vision = new()
            {
                HiddenSize = width, Layers = layers, Heads = width / 64, IntermediateSize = 4 * width, ImageSize = Number("clip_image"), PatchSize = Number("clip_patch"),
                RecognitionLayers = layers - Number("last_idx"),
            },
            Text = new()
            {
                VocabSize = (int)Weights["ov_classifier.token_embedding.weight"].size(0), HiddenSize = text, Heads = 1, IntermediateSize = 4 * text,
                Layers = Weights.Keys.Count(k => k.StartsWith("ov_classifier.transformer", StringComparison.Ordinal) && k.EndsWith("ln_1.bias", StringComparison.Ordinal)),
            },
        };
    }

    private AlignZegConfig ReadConfig() => new()
    {
        ShortSide = Number("side_image"), LongestSide = 4 * Number("side_image"), Multiple = 32, Padding = true, ClipScale = _json.GetProperty("clip_res").GetDouble(), OwnClipPositions = true,
        Encoder = ImageEncoder.Vit, QueryMode = QueryMode.Joint, Queries = Number("queries"), Adapter = AdapterForm.Off, ClaimThreshold = 0, PrototypeCollision = 1,
        SideAdapter = new()
        {
            ImageSize = Number("side_image"), Width = Number("side_width"), Depth = Number("side_depth"), Heads = Number("side_heads"),
            Fusion = [.. _json.GetProperty("fusion").EnumerateArray().Select(f => f.GetString()!.Split("->")).Select(f => new FusionPoint(int.Parse(f[0]), int.Parse(f[1])))],
            SupervisedBlocks = [.. _json.GetProperty("supervise").EnumerateArray().Select(s => s.GetInt32())], MaskWidth = Number("dec_embed"), HiddenWidth = Number("dec_mlp"),
        },
    };
}

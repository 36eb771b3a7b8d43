using System.Text.Json;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.Checkpoints;
using AlignZeg.Model.Clip;
using AlignZeg.Model.Inference;
using AlignZeg.Model.San;
using AlignZeg.Model.Text;
using AlignZeg.Tests;

namespace AlignZeg.Model.Tests.San;

/// <summary>
/// A checkpoint in the published layout and a CLIP in Hugging Face's, both of the reference data's small SAN, become a bundle whose masks are SAN's.
/// The reference's vocabulary has 64 ids and no tokens, so the text tower gets an embedding for the smallest byte-level vocabulary instead.
/// </summary>
public sealed class SanImportTests : IDisposable
{
    private const string TokenKey = "ov_classifier.token_embedding.weight";
    private readonly string _folder = Directory.CreateTempSubdirectory("san").FullName;

    private string Checkpoint => Path.Combine(_folder, "san.pth");

    private string ClipFolder => Path.Combine(_folder, "clip");

    private string Bundle => Path.Combine(_folder, "bundle");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a", "sq")]
    [InlineData("a", "rect")]
    [InlineData("l", "sq")]
    public void AnImportedBundle_LabelsAsSan(string form, string name)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var san = SanGolden.Load(form);
        WriteFiles(san);
        Import(san).Run(Bundle);
        using var segmenter = Segmenter.Load(Bundle);
        var background = nn.functional.normalize(san.Weights["ov_classifier.bg_embed"], dim: -1).data<float>().ToArray();
        var classifier = new Classifier((int)san.Text.size(1), san.Text.data<float>().ToArray(), background, new bool[san.Text.size(0)]);
        var expected = san.Evaluated(name);
        var sizes = san.Sizes(name);
        var inputs = sizes.Select((s, b) => new SegmenterInput(san.Rgb(name, b), s.Size, s.Original.Width, s.Original.Height)).ToList();
        var results = segmenter.Segment(inputs, classifier);
        for (int b = 0; b < results.Count; b++) SanGolden.AssertLabels(expected, b, results[b].Labels);
    }

    [Fact]
    public void AnImportedBundle_TakesAnyVocabulary_AndSaysWhatItIs()
    {
        var san = SanGolden.Load("a");
        WriteFiles(san);
        (Import(san) with { SeenClasses = ["cat"] }).Run(Bundle);
        using var segmenter = Segmenter.Load(Bundle);
        var classifier = segmenter.BuildClassifier(new([["cat"], ["a dog", "hound"], ["café"]], []));
        Assert.Equal([true, false, false], classifier.Seen);
        var size = segmenter.InputSizeFor(300, 200);
        Assert.Equal(new InputSize(192, 128), size);                                                        // not rounded to 32: padded instead
        var pixels = new byte[size.Width * size.Height * 3];
        new Random(1).NextBytes(pixels);
        var result = Assert.Single(segmenter.Segment([new(pixels, size, 300, 200)], classifier));
        Assert.Equal(300 * 200, result.Labels.Length);
        Assert.All(result.Labels, l => Assert.InRange(l, 0, 2));                                            // SAN leaves no pixel without a class
        var shown = ModelDescription.Of(Bundle);
        Assert.Equal(("san-test", segmenter.Hash, 203_666L), (shown.Name, shown.Hash, shown.NetworkParameters));
        Assert.Equal(14, shown.Config.AlignZeg.Templates.Count);
    }

    [Theory]
    [InlineData("missing", "has no tensor 'side_adapter_network.vit_model.blocks.1.mlp.fc1.bias'")]
    [InlineData("unknown", "tensors that no SAN has, such as 'side_adapter_network.extra'")]
    [InlineData("shape", "tensor 'clip_rec_head.proj' is [192, 32]")]
    [InlineData("no_san", "is no SAN checkpoint: it has no tensor 'side_adapter_network.query_embed'")]
    [InlineData("no_form", "is no published SAN (4 side blocks of width 48 on 3 blocks of CLIP): say with --form FILE")]
    [InlineData("other_clip", "was trained on another CLIP than")]
    [InlineData("no_vocabulary", "There is no vocabulary in")]
    [InlineData("cut", "is not a whole checkpoint")]
    public void WhatDoesNotFit_IsRefusedInASentence(string what, string sentence)
    {
        using var scope = NewDisposeScope();
        var san = SanGolden.Load("a");
        WriteFiles(san, tensors =>
        {
            if (what == "missing") tensors.Remove("side_adapter_network.vit_model.blocks.1.mlp.fc1.bias");
            if (what == "unknown") tensors["side_adapter_network.extra"] = ones(1);
            if (what == "shape") tensors["clip_rec_head.proj"] = ones(192, 32);
            if (what == "no_san") foreach (string key in tensors.Keys.Where(k => k.StartsWith("side_adapter", StringComparison.Ordinal)).ToList()) tensors.Remove(key);
            if (what == "other_clip") tensors["clip_visual_extractor.resblocks.1.mlp.c_fc.weight"] = san.Weights["clip_visual_extractor.resblocks.1.mlp.c_fc.weight"] * 1.1;
        });
        if (what == "no_vocabulary") File.Delete(Path.Combine(ClipFolder, "merges.txt"));
        if (what == "cut") using (var file = File.OpenWrite(Checkpoint)) file.SetLength(100_000);
        var import = what == "no_form" ? Import(san) with { Form = null } : Import(san);
        var refusal = Assert.Throws<ModelBundleException>(() => import.Run(Bundle));
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.False(Directory.Exists(Bundle), "a refused import leaves nothing behind");
    }

    private SanImport Import(SanGolden san) => new(Checkpoint, ClipFolder, "san-test")
    {
        Form = new() { Heads = san.Config.SideAdapter.Heads, Fusion = san.Config.SideAdapter.Fusion, SupervisedBlocks = san.Supervised, ClipScale = san.Config.ClipScale },
    };

    private void WriteFiles(SanGolden san, Action<Dictionary<string, Tensor>>? spoil = null)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        manual_seed(1);
        var tensors = new Dictionary<string, Tensor>(san.Weights) { [TokenKey] = randn(514, san.ClipConfig.Text.HiddenSize) };
        var config = san.ClipConfig with { Text = san.ClipConfig.Text with { VocabSize = 514 } };
        var clip = new ClipModel(config);
        SanCheckpoint.Fill(tensors.ToDictionary(t => t.Key, t => new StoredTensor(t.Value.dtype, t.Value.shape, () => t.Value.clone())), clip, san.Network, san.Config, "test");
        Directory.CreateDirectory(ClipFolder);
        SafetensorsFile.Write(Path.Combine(ClipFolder, "model.safetensors"), clip.state_dict().Select(p => (p.Key, p.Value)));
        File.WriteAllText(Path.Combine(ClipFolder, "config.json"), HuggingFace(config));
        var ids = BpeVocabulary.Alphabet.Select((a, i) => (Token: a.Character.ToString(), Id: i)).SelectMany(t => new[] { t, (t.Token + "</w>", t.Id + 256) })
            .Append(("<|startoftext|>", 512)).Append(("<|endoftext|>", 513)).ToDictionary(t => t.Item1, t => t.Item2);
        File.WriteAllText(Path.Combine(ClipFolder, "vocab.json"), JsonSerializer.Serialize(ids));
        File.WriteAllText(Path.Combine(ClipFolder, "merges.txt"), "#version: 0.2\n");
        spoil?.Invoke(tensors);
        PthFile.Write(Checkpoint, [.. tensors.Select(t => (t.Key, t.Value.shape, t.Value.to(ScalarType.Float32).contiguous().bytes.ToArray()))]);
    }

    private static string HuggingFace(ClipConfig config) => JsonSerializer.Serialize(new
    {
        model_type = "clip",
        projection_dim = config.ProjectionDim,
        vision_config = new
        {
            hidden_size = config.Vision.HiddenSize, intermediate_size = config.Vision.IntermediateSize, num_hidden_layers = config.Vision.Layers,
            num_attention_heads = config.Vision.Heads, image_size = config.Vision.ImageSize, patch_size = config.Vision.PatchSize,
        },
        text_config = new
        {
            hidden_size = config.Text.HiddenSize, intermediate_size = config.Text.IntermediateSize, num_hidden_layers = config.Text.Layers, num_attention_heads = config.Text.Heads,
            vocab_size = config.Text.VocabSize, max_position_embeddings = config.Text.Context,
        },
    });
}

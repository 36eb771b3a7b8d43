using AlignZeg.Model.Bundles;
using AlignZeg.Model.Checkpoints;
using AlignZeg.Model.Clip;

namespace AlignZeg.Model.Tests.Clip;

/// <summary>Every tensor of the reference CLIP, within the tolerance that stands beside it.</summary>
public sealed class ClipReferenceTests
{
    private const double Activations = 5e-5, Normalised = 5e-6;

    [Theory]
    [InlineData("")]
    [InlineData("model_openai.safetensors")]
    [InlineData("model_openai.pt")]
    public void ImageTower_EqualsTheReference_FromEveryFile(string file)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var clip = Load(file);
        var golden = new Expected(Golden.Tensors("clip-tiny", "outputs_native.safetensors"), "native/");
        CheckImage(clip.Model, Input("images_64x64"), golden);
        golden.AssertAllUsed("native/");
    }

    [Theory]
    [InlineData("96x64")]
    [InlineData("64x112")]
    [InlineData("48x80")]
    [InlineData("128x128")]
    public void ImageTower_EqualsTheReference_AtOtherSizes(string size)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var clip = Load("");
        var golden = new Expected(Golden.Tensors("clip-tiny", "outputs_nonnative.safetensors"), size + "/");
        var (height, width) = CheckImage(clip.Model, Input("images_" + size), golden);
        golden.Check("pos_embed", clip.Model.Vision.Embeddings.PositionsFor(height, width), Normalised);
        var images = clip.Model.EmbedImage(Input("images_" + size));
        var texts = Texts(clip.Model);
        golden.Check("logits_per_image", clip.Model.Temperature * images.matmul(texts.mT), Activations);
        golden.AssertAllUsed(size + "/");
    }

    [Theory]
    [InlineData("")]
    [InlineData("model_openai.pt")]
    public void TextTower_EqualsTheReference(string file)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var clip = Load(file);
        var golden = new Expected(Golden.Tensors("clip-tiny", "outputs_text.safetensors"), "text/");
        var (ids, last) = (Input("token_ids"), golden.Take("eot_index"));
        Assert.Equal(ids.argmax(1).data<long>().ToArray(), last.data<long>().ToArray());
        var stream = clip.Model.Text.Run(ids);
        golden.Check("embed", stream[0], Activations);
        for (int i = 1; i < stream.Count; i++) golden.Check($"layer{i - 1}", stream[i], Activations);
        golden.Check("ln_final", clip.Model.Text.Finish(stream[^1]), Activations);
        golden.Check("text_features", clip.Model.ProjectText(clip.Model.Text.Encode(ids, last)), Activations);
        golden.Check("text_features_norm", clip.Model.EmbedText(ids, last), Normalised);
        golden.AssertAllUsed("text/");
    }

    [Fact]
    public void Logits_EqualTheReference()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var clip = Load("");
        var golden = new Expected(AllOutputs(), "");
        var logits = clip.Model.Temperature * clip.Model.EmbedImage(Input("images_64x64")).matmul(Texts(clip.Model).mT);
        golden.Check("logits_per_image", logits, Activations);
        golden.Check("logits_per_text", logits.mT, Activations);
        golden.Check("probs_per_image", logits.softmax(-1), Normalised);
    }

    // ClearCLIP's reading from the reference's own queries and values, written out head by head.
    [Fact]
    public void EmbedPatches_ReadingAlike_IsSelfAttentionOfQueries()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var clip = Load("");
        var golden = Golden.Tensors("clip-tiny", "outputs_native.safetensors");
        var weights = CheckpointFile.Open(Path.Combine(Golden.Folder("clip-tiny"), "model_hf.safetensors"));
        Tensor Weight(string name) => weights["vision_model.encoder.layers.2.self_attn." + name].Read();
        var heads = Enumerable.Range(0, 3).Select(head =>
        {
            var (q, v) = (golden["native/last_q"].narrow(-1, 64 * head, 64), golden["native/last_v"].narrow(-1, 64 * head, 64));
            return (q.matmul(q.mT) / 8).softmax(-1).matmul(v);
        });
        var read = cat([.. heads], -1).matmul(Weight("out_proj.weight").mT) + Weight("out_proj.bias");
        var expected = nn.functional.normalize(clip.Model.ProjectImage(clip.Model.Vision.Finish(read)).narrow(1, 1, 16), dim: -1);
        var (patches, height, width) = clip.Model.EmbedPatches(Input("images_64x64"), DenseReading.Alike);
        Assert.Equal((4, 4), (height, width));
        Golden.AssertClose(expected, patches, Normalised);
    }

    private static (int Height, int Width) CheckImage(ClipModel clip, Tensor images, Expected golden)
    {
        var (stream, height, width) = clip.Vision.Run(images);
        golden.Check("patch_embed", clip.Vision.Embeddings.Patches(images), Activations);
        golden.Check("ln_pre", stream[0], Activations);
        for (int i = 0; i < 3; i++)
        {
            golden.Check($"layer{i}", stream[i + 1], Activations);
            golden.Check($"attn{i}", clip.Vision.Block(i).Weights(stream[i]), Normalised);
        }

        var (q, k, v) = clip.Vision.Block(2).Project(stream[2]);
        golden.Check("last_q", q, Activations);
        golden.Check("last_k", k, Activations);
        golden.Check("last_v", v, Activations);
        var finished = clip.Vision.Finish(stream[^1]);
        golden.Check("ln_post_all", finished, Activations);
        golden.Check("proj_all", clip.ProjectImage(finished), Activations);
        golden.Check("image_features", clip.ProjectImage(finished.select(1, 0)), Activations);
        golden.Check("image_features_norm", clip.EmbedImage(images), Normalised);
        golden.Check("dense_v_only", clip.ProjectImage(clip.Vision.ReadDense(images, DenseReading.Values).Tokens), Activations);
        golden.Check("dense_v_res_mlp", clip.ProjectImage(clip.Vision.ReadDense(images, DenseReading.ValuesInBlock).Tokens), Activations);
        return (height, width);
    }

    private static ClipBundle Load(string file) => ClipBundle.Load(Path.Combine(Golden.Folder("clip-tiny"), file), CPU);

    private static Tensor Input(string name) => Golden.Tensors("clip-tiny", "inputs.safetensors")[name];

    private static Tensor Texts(ClipModel clip) => clip.EmbedText(Input("token_ids"), Golden.Tensors("clip-tiny", "outputs_text.safetensors")["text/eot_index"]);

    private static Dictionary<string, Tensor> AllOutputs() =>
        new[] { "outputs_native.safetensors", "outputs_text.safetensors" }.SelectMany(file => Golden.Tensors("clip-tiny", file)).ToDictionary(pair => pair.Key, pair => pair.Value);

    private sealed class Expected(Dictionary<string, Tensor> tensors, string prefix)
    {
        private readonly HashSet<string> _used = [];

        public Tensor Take(string name)
        {
            _used.Add(prefix + name);
            return tensors[prefix + name];
        }

        public void Check(string name, Tensor actual, double tolerance) => Golden.AssertClose(Take(name), actual, tolerance);

        /// <summary>Nothing of the reference was left unlooked at.</summary>
        public void AssertAllUsed(string start) => Assert.Empty(tensors.Keys.Where(name => name.StartsWith(start, StringComparison.Ordinal) && !_used.Contains(name)));
    }
}

using AlignZeg.Model.Clip;
using AlignZeg.Model.Inference;
using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.ProposalExtraction;
using AlignZeg.Model.ProposalExtraction.SideAdapter;

namespace AlignZeg.Model.Tests.San;

/// <summary>Every stage of the forward pass against SAN itself (golden/san-tiny), within the tolerances stated there.</summary>
public sealed class SanForwardTests
{
    private const double Forward = 2e-5; // of the largest value, at least of 1

    [Theory]
    [InlineData("a", "sq")]
    [InlineData("a", "rect")]
    [InlineData("a", "pad")]
    [InlineData("l", "sq")]
    [InlineData("l", "pad")]
    public void ClipFeatures_EqualSan(string form, string name)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var san = SanGolden.Load(form);
        var expected = san.Evaluated(name);
        var (images, _) = san.Batch(name);
        Close(expected["clip_input"], san.Network.ClipInput(images));
        var features = san.Network.ReadClip(san.Clip, images);
        for (int i = 0; i < features.Taps.Count; i++) Close(expected[$"clip/feat{i}"], features.Taps[i]);
        Assert.False(expected.ContainsKey($"clip/feat{features.Taps.Count}"));
        Close(expected[$"clip/cls{features.Taps.Count - 1}"][0], features.Tokens.select(1, 0));
    }

    [Theory]
    [InlineData("a", "sq")]
    [InlineData("a", "rect")]
    [InlineData("a", "pad")]
    [InlineData("l", "sq")]
    [InlineData("l", "pad")]
    public void SideEncoder_EqualsSan_AfterEveryBlockAndFusion(string form, string name)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var san = SanGolden.Load(form);
        var expected = san.Evaluated(name);
        var (images, _) = san.Batch(name);
        var encoder = san.Part<SideEncoder>("extraction.encoder");
        var (queries, positions) = (san.Parameter("extraction.query"), san.Parameter("extraction.query_position"));
        encoder.Embed(images, queries, positions, out var sequence, out var added);
        Close(expected["side/in"], sequence);
        var (inputs, outputs) = (new List<Tensor>(), new List<Tensor>());
        for (int i = 0; i < encoder.Depth; i++)
        {
            san.Part<TransformerBlock>($"extraction.encoder.blocks.{i}").register_forward_hook((_, x, y) =>
            {
                inputs.Add(x.clone().DetachFromDisposeScope());
                outputs.Add(y.clone().DetachFromDisposeScope());
                return y;
            });
        }

        encoder.Encode(images, san.Network.ReadClip(san.Clip, images), queries, positions, [encoder.Depth]);
        Close(expected["side/fused0"], inputs[0]);
        for (int i = 1; i <= encoder.Depth; i++) Close(expected[$"side/block{i}"], outputs[i - 1]);
        for (int i = 1; i < encoder.Depth; i++)
            if (expected.TryGetValue($"side/fused{i}", out var fused)) Close(fused, inputs[i] - added);
    }

    [Theory]
    [InlineData("a", "sq")]
    [InlineData("a", "rect")]
    [InlineData("a", "pad")]
    [InlineData("l", "sq")]
    [InlineData("l", "pad")]
    public void Heads_EqualSan_InEverySupervisedLayer(string form, string name)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var san = SanGolden.Load(form);
        var expected = san.Trained(name);
        var (images, _) = san.Batch(name);
        var encoder = san.Part<SideEncoder>("extraction.encoder");
        var head = san.Part<SideMaskHead>("extraction.head");
        var clip = san.Network.ReadClip(san.Clip, images);
        var supervised = san.Config.SideAdapter.SupervisedBlocks;
        var tokens = encoder.Encode(images, clip, san.Parameter("extraction.query"), san.Parameter("extraction.query_position"), supervised);
        for (int i = 0; i < supervised.Count; i++)
        {
            string at = $"out{supervised[i]}";
            Close(expected[$"{at}/query"], tokens[i].Queries);
            Close(expected[$"{at}/feature"], tokens[i].Map);
            Close(expected[$"{at}/query_mlp"], san.Part<nn.Module<Tensor, Tensor>>("extraction.head.query").call(tokens[i].Queries));
            Close(expected[$"{at}/pix_mlp"], san.Part<nn.Module<Tensor, Tensor>>("extraction.head.mask_features").call(tokens[i].Map));
            Close(expected[$"{at}/attn_mlp"], san.Part<nn.Module<Tensor, Tensor>>("extraction.head.bias_features").call(tokens[i].Map));
            var (masks, bias) = head.Decode(tokens[i].Queries, tokens[i].Map);
            Close(expected[$"{at}/mask_logits"], masks);
            Close(expected[$"{at}/attn_bias"], bias);
        }
    }

    // Also T3 of the method's acceptance tests: the square mask of SAN, in which class tokens, the class token and patches are one sequence, equals the two-pass form.
    [Theory]
    [InlineData("a", "sq")]
    [InlineData("a", "rect")]
    [InlineData("a", "pad")]
    [InlineData("l", "sq")]
    [InlineData("l", "pad")]
    public void Recognition_EqualsSan_InItsMaskedFormAndInTwoPasses(string form, string name)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var san = SanGolden.Load(form);
        var expected = san.Trained(name);
        var (images, _) = san.Batch(name);
        var clip = san.Network.ReadClip(san.Clip, images);
        var proposals = san.Network.Extraction.Extract(images, clip);
        var supervised = san.Config.SideAdapter.SupervisedBlocks;
        for (int i = 0; i < supervised.Count; i++)
        {
            string at = $"out{supervised[i]}";
            var mask = MaskedRecognition.Mask(proposals[i].Bias);                                           // [B, h, N+1+L, N+1+L]
            Close(expected[$"{at}/attn_mask"], mask.flatten(0, 1));
            var blocks = MaskedRecognition.Run(san.Clip, clip, mask, (int)proposals[i].Bias.size(2));
            for (int b = 0; b < blocks.Count; b++) Close(expected[$"{at}/rec_block{b}"], blocks[b].transpose(0, 1));
            var plain = clip.Tokens;                                                                        // class token and patches without any others
            foreach (var block in MaskedRecognition.Blocks(san.Clip)) plain = block.call(plain);
            Close(plain, blocks[^1].narrow(1, proposals[i].Bias.size(2), plain.size(1)));
            var sls = san.Part<nn.Module<Tensor, Tensor>>("vision_model.post_layernorm", san.Clip).call(blocks[^1].narrow(1, 0, proposals[i].Bias.size(2)));
            Close(expected[$"{at}/sls_ln"], sls);
            Close(expected[$"{at}/embed_raw"], san.Part<nn.Module<Tensor, Tensor>>("visual_projection", san.Clip).call(sls));
            Golden.AssertClose(expected[$"{at}/embed"], san.Clip.EmbedRegions(clip, proposals[i].Bias), 5e-6);
        }
    }

    [Theory]
    [InlineData("a", "sq")]
    [InlineData("a", "rect")]
    [InlineData("a", "pad")]
    [InlineData("l", "sq")]
    [InlineData("l", "pad")]
    public void Classes_AndTheMap_EqualSan(string form, string name)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var san = SanGolden.Load(form);
        var expected = san.Evaluated(name);
        var (images, frames) = san.Batch(name);
        var clip = san.Network.ReadClip(san.Clip, images);
        var proposals = san.Network.Extraction.Extract(images, clip, lastOnly: true);
        var embeddings = san.Clip.EmbedRegions(clip, Assert.Single(proposals).Bias);
        var logits = ProposalClassifier.Logits(san.Network.Classification.Adapt(embeddings), san.Text, san.Network.Classification.Prototypes, san.Clip.Temperature);
        for (int b = 0; b < frames.Length; b++)
        {
            Close(expected[$"class_logits.{b}"], logits[b]);
            var probabilities = logits[b].softmax(-1);
            Golden.AssertClose(expected[$"class_prob.{b}"], probabilities, 1e-4);
            var size = san.Sizes(name)[b].Original;
            var masks = proposals[0].Masks.narrow(0, b, 1);
            var resized = frames[b].Rows(masks, 0, size.Height, size.Width, size.Height);                   // [N, H, W]
            if (b == 0) Close(expected["masks_resized.0"], resized);
            var map = probabilities.narrow(-1, 0, san.Text.size(0)).mT.matmul(resized.sigmoid().flatten(1)).view(-1, size.Height, size.Width);
            Golden.AssertClose(expected[$"sem_seg.{b}"], map, 1e-4);
            var composed = SemanticMap.Compose(masks, probabilities.narrow(-1, 0, san.Text.size(0)), size.Width, size.Height, claim: 0, frame: frames[b]);
            SanGolden.AssertLabels(expected, b, composed.Labels);
        }
    }

    // Low amplitudes, where a wrong epsilon of a LayerNorm costs about 1.
    [Fact]
    public void Blocks_EqualSan_AtLowAmplitudes()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var san = SanGolden.Load("a");
        var units = san.Reference("units");
        var fusion = san.Part<FeatureFusion>("extraction.encoder.fusion.0");
        var fused = fusion.Fuse(units["fusion0/x"].mT.reshape(1, -1, 3, 4), units["fusion0/clip"]).flatten(2).mT;
        Close(units["fusion0/out"], fused);
        Close(units["side_block0/out"], san.Part<TransformerBlock>("extraction.encoder.blocks.0").call(units["side_block0/x"]));
        Close(units["clip_block0/out"], san.Part<TransformerBlock>("vision_model.encoder.layers.0", san.Clip).call(units["clip_block0/x"].transpose(0, 1)).transpose(0, 1));
        Close(units["clip_ln_post/out"], san.Part<nn.Module<Tensor, Tensor>>("vision_model.post_layernorm", san.Clip).call(units["clip_ln_post/x"]));
    }

    private static void Close(Tensor expected, Tensor actual) => Golden.AssertClose(expected, actual, Forward * Math.Max(1, expected.abs().max().item<float>()));
}

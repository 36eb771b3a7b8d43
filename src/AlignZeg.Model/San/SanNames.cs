using AlignZeg.Model.Clip;

namespace AlignZeg.Model.San;

/// <summary>Every tensor of SAN's state dict and its name here. Source: the state dicts of MendelXu/SAN @e19262d; CLIP's parts carry open_clip's names there.</summary>
internal static class SanNames
{
    private static readonly string[] Parts = ["weight", "bias"];

    private const string ClipBlocks = "clip.vision_model.encoder.layers", TextBlocks = "clip.text_model.encoder.layers";

    /// <summary>The tensors of a SAN of these numbers.</summary>
    public static IReadOnlyList<SanTensor> Of(AlignZegConfig network, ClipConfig clip) =>
        [new("criterion.empty_weight", SanLayout.Constant), .. SideAdapter(network), .. Vision(clip.Vision), .. Text(clip.Text)];

    private static IEnumerable<SanTensor> SideAdapter(AlignZegConfig config)
    {
        const string there = "side_adapter_network", here = "network.extraction";
        yield return new($"{there}.query_embed", SanLayout.Same, $"{here}.query");
        yield return new($"{there}.query_pos_embed", SanLayout.Same, $"{here}.query_position");
        yield return new($"{there}.vit_model.pos_embed", SanLayout.Same, $"{here}.encoder.position");
        foreach (var tensor in Affine($"{there}.vit_model.patch_embed.proj", $"{here}.encoder.patch")) yield return tensor;
        for (int i = 0; i < config.SideAdapter.Depth; i++)
            foreach (var tensor in SideBlock($"{there}.vit_model.blocks.{i}", $"{here}.encoder.blocks.{i}")) yield return tensor;
        for (int i = 0; i < config.SideAdapter.Fusion.Count; i++)
            foreach (var tensor in Fusion($"{there}.fusion_layers.layer_{config.SideAdapter.Fusion[i].Side}.input_proj", $"{here}.encoder.fusion.{i}")) yield return tensor;
        foreach (var (theirs, ours) in new[] { ("query_mlp", "query"), ("pix_mlp", "mask_features"), ("attn_mlp", "bias_features") })
        {
            for (int i = 0; i < 3; i++) // every second layer of ours is an activation
                foreach (var tensor in Affine($"{there}.mask_decoder.{theirs}.layers.{i}", $"{here}.head.{ours}.{2 * i}")) yield return tensor;
        }

        yield return new($"{there}.mask_decoder.bias_scaling.weight", SanLayout.Same, $"{here}.head.bias_scale");
        yield return new($"{there}.mask_decoder.bias_scaling.bias", SanLayout.Same, $"{here}.head.bias_shift");
    }

    private static IEnumerable<SanTensor> SideBlock(string there, string here) =>
    [
        .. Affine($"{there}.norm1", $"{here}.layer_norm1"),
        .. Heads($"{there}.attn.qkv.", $"{here}.self_attn"),
        .. Affine($"{there}.attn.proj", $"{here}.self_attn.out_proj"),
        .. Affine($"{there}.norm2", $"{here}.layer_norm2"),
        .. Affine($"{there}.mlp.fc1", $"{here}.mlp.fc1"),
        .. Affine($"{there}.mlp.fc2", $"{here}.mlp.fc2"),
    ];

    private static IEnumerable<SanTensor> Fusion(string there, string here) =>
    [
        .. Affine($"{there}.0", $"{here}.norm"),
        new($"{there}.1.weight", SanLayout.Pointwise, $"{here}.project.weight"),
        new($"{there}.1.bias", SanLayout.Same, $"{here}.project.bias"),
    ];

    private static IEnumerable<SanTensor> Vision(VisionConfig config)
    {
        const string extractor = "clip_visual_extractor", recognition = "clip_rec_head", here = "clip.vision_model";
        int extractors = config.Layers - config.RecognitionLayers;
        yield return new($"{extractor}.class_embedding", SanLayout.Same, $"{here}.embeddings.class_embedding");
        yield return new($"{extractor}.positional_embedding", SanLayout.Same, "network.clip_position"); // trained, so that it is the network's
        yield return new($"{extractor}.conv1.weight", SanLayout.Same, $"{here}.embeddings.patch_embedding.weight");
        foreach (var tensor in Affine($"{extractor}.ln_pre", $"{here}.pre_layrnorm")) yield return tensor;
        for (int i = 0; i < config.Layers; i++)
        {
            string there = i < extractors ? $"{extractor}.resblocks.{i}" : $"{recognition}.resblocks.{i - extractors}"; // the numbering begins again
            foreach (var tensor in ClipBlock(there, $"{ClipBlocks}.{i}")) yield return tensor;
        }

        foreach (var tensor in Affine($"{recognition}.ln_post", $"{here}.post_layernorm")) yield return tensor;
        yield return new($"{recognition}.proj", SanLayout.Transposed, "clip.visual_projection.weight");
    }

    private static IEnumerable<SanTensor> Text(TextConfig config)
    {
        const string there = "ov_classifier", here = "clip.text_model";
        yield return new($"{there}.positional_embedding", SanLayout.Same, $"{here}.embeddings.position_embedding.weight");
        yield return new($"{there}.token_embedding.weight", SanLayout.Same, $"{here}.embeddings.token_embedding.weight");
        yield return new($"{there}.text_projection", SanLayout.Transposed, "clip.text_projection.weight");
        yield return new($"{there}.logit_scale", SanLayout.Same, "clip.logit_scale");
        yield return new($"{there}.bg_embed", SanLayout.Same, "network.classification.background");
        yield return new($"{there}.attn_mask", SanLayout.Constant);
        for (int i = 0; i < config.Layers; i++)
            foreach (var tensor in ClipBlock($"{there}.transformer.resblocks.{i}", $"{TextBlocks}.{i}")) yield return tensor;
        foreach (var tensor in Affine($"{there}.ln_final", $"{here}.final_layer_norm")) yield return tensor;
    }

    private static IEnumerable<SanTensor> ClipBlock(string there, string here) =>
    [
        .. Affine($"{there}.ln_1", $"{here}.layer_norm1"),
        .. Heads($"{there}.attn.in_proj_", $"{here}.self_attn"),
        .. Affine($"{there}.attn.out_proj", $"{here}.self_attn.out_proj"),
        .. Affine($"{there}.ln_2", $"{here}.layer_norm2"),
        .. Affine($"{there}.mlp.c_fc", $"{here}.mlp.fc1"),
        .. Affine($"{there}.mlp.c_proj", $"{here}.mlp.fc2"),
    ];

    private static IEnumerable<SanTensor> Affine(string there, string here) =>
        Parts.Select(part => new SanTensor($"{there}.{part}", SanLayout.Same, $"{here}.{part}"));

    private static IEnumerable<SanTensor> Heads(string there, string here) =>
        Parts.Select(part => new SanTensor($"{there}{part}", SanLayout.Thirds, $"{here}.q_proj.{part}", $"{here}.k_proj.{part}", $"{here}.v_proj.{part}"));
}

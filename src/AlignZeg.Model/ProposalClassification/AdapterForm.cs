using System.Text.Json.Serialization;

namespace AlignZeg.Model.ProposalClassification;

/// <summary>What stands between proposal embeddings and the classifier. In JSON also <c>true</c> (linear) and <c>false</c> (off), as older bundles have it.</summary>
[JsonConverter(typeof(AdapterFormConverter))]
public enum AdapterForm
{
    /// <summary>Nothing: f = e.</summary>
    Off,

    /// <summary>f = norm(e + A·e). Ours: it generalises to unseen classes better than one with a non-linearity (embedded-world, study 2).</summary>
    Linear,

    /// <summary>f = norm(e + W2·gelu(W1·8e) / 8). Ours, the residual adapter of both studies.</summary>
    Mlp,
}

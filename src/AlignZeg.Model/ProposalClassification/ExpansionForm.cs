using System.Text.Json.Serialization;

namespace AlignZeg.Model.ProposalClassification;

/// <summary>The form of feature expansion (FES): what is mixed, and what a mixture is to be recognised as.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExpansionForm>))]
public enum ExpansionForm
{
    /// <summary>None.</summary>
    [JsonStringEnumMemberName("off")] Off,

    /// <summary>Mix the adapter's input; the target is the soft mixture of the two seen labels. Ours: the form that helped (embedded-world, study 2).</summary>
    [JsonStringEnumMemberName("soft")] Soft,

    /// <summary>Mix the adapter's input; the target is a virtual text prototype among virtual and seen ones (method 6.3, closer to the accounts of the paper).</summary>
    [JsonStringEnumMemberName("virtual_prototypes_input")] VirtualPrototypesInput,

    /// <summary>As before, but finished embeddings are mixed. It made misalignment worse in study 2: the control that shows where mixing has to happen.</summary>
    [JsonStringEnumMemberName("virtual_prototypes_embedding")] VirtualPrototypesEmbedding,
}

using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using AlignZeg.Abstractions.Access;
using AlignZeg.Server.Access;
using Microsoft.OpenApi;

namespace AlignZeg.Server.Documents;

/// <summary>What the generated schemas say wrongly of the JSON that is written.</summary>
internal static class SchemaRules
{
    // What callers send is refused with unknown members, and these types name it.
    private const string Request = "Body";

    /// <summary>Null is left out, so such members are not required; answers may get more members one day; scopes are words.</summary>
    public static void Apply(OpenApiSchema schema, JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.IsGetNullable)) schema.Required?.Remove(property.Name);
        if (!type.Type.Name.EndsWith(Request, StringComparison.Ordinal)) (schema.AdditionalPropertiesAllowed, schema.AdditionalProperties) = (true, null);
        if (type.Type == typeof(AccessScopes)) schema.Enum = [.. AccessPolicies.Scopes.Select(scope => (JsonNode)AccessPolicies.Of(scope))];
    }
}

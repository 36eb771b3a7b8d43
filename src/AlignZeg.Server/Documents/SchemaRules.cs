using System.Text.Json.Nodes;
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
    public static void Apply(OpenApiSchema schema, Type type)
    {
        if (schema.Required is { } required && schema.Properties is { } properties)
            foreach (var (name, property) in properties)
                if (MayBeNull(property)) required.Remove(name);
        if (!type.Name.EndsWith(Request, StringComparison.Ordinal)) (schema.AdditionalPropertiesAllowed, schema.AdditionalProperties) = (true, null);
        if (type == typeof(AccessScopes)) schema.Enum = [.. AccessPolicies.Scopes.Select(scope => (JsonNode)AccessPolicies.Of(scope))];
    }

    private static bool MayBeNull(IOpenApiSchema schema) =>
        schema.Type?.HasFlag(JsonSchemaType.Null) == true || schema.OneOf?.Any(one => one.Type == JsonSchemaType.Null) == true;
}

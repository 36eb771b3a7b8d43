using System.Globalization;
using System.Text.Json.Nodes;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;

namespace AlignZeg.Server.Documents;

/// <summary>Which problems a route may answer with: by what it needs, by its address, and what it says of itself (<see cref="RouteNotes.MayAnswer"/>).</summary>
internal static class DocumentedProblems
{
    /// <summary>Name of the schema that all problems have.</summary>
    public const string SchemaName = "Problem";

    private const string MediaType = "application/problem+json";

    // Everything that is reached by name can be missing.
    private static readonly (string Address, ProblemType Problem)[] ByAddress =
    [
        ("jobs/{id}", ProblemTypes.JobNotFound), ("jobs/{id}/results", ProblemTypes.InvalidCursor), ("jobs/{id}/failures", ProblemTypes.InvalidCursor), ("jobs/{id}/review", ProblemTypes.InvalidCursor),
        ("vocabularies/{name}", ProblemTypes.VocabularyNotFound), ("datasets/{name}", ProblemTypes.DatasetNotFound), ("models/{name}", ProblemTypes.ModelNotFound),
        ("keys/{id}", ProblemTypes.KeyNotFound), ("imports/{id}", ProblemTypes.ImportNotFound), ("webhooks/{name}", ProblemTypes.WebhookNotFound),
    ];

    /// <summary>The problem document, with what all kinds have.</summary>
    public static OpenApiSchema Schema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "What went wrong (RFC 9457). Programs go by type, people by detail.",
        Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status", "detail", "instance", "request_id" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = Text("urn:alignzeg:problem:CODE; codes never change."),
            ["title"] = Text("The same for every problem of the type."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = Text("What, where, and what to do, in a sentence."),
            ["instance"] = Text("The address that was asked."),
            ["request_id"] = Text("Joins the answer with the server's log."),
            ["problems"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Text("One sentence each, where there are several.") },
        },
    };

    /// <summary>Adds an answer for each status that the route's problems have.</summary>
    public static void Describe(OpenApiOperation operation, ApiDescription route, OpenApiDocument? document)
    {
        operation.Responses ??= [];
        foreach (var status in Of(route).Distinct().GroupBy(type => type.Status).OrderBy(status => status.Key))
            operation.Responses[status.Key.ToString(CultureInfo.InvariantCulture)] = Answer([.. status], document);
    }

    private static IEnumerable<ProblemType> Of(ApiDescription route)
    {
        var metadata = route.ActionDescriptor.EndpointMetadata;
        string address = route.RelativePath ?? "";
        IEnumerable<ProblemType> problems = [ProblemTypes.InvalidRequest, ProblemTypes.Busy, ProblemTypes.LimitReached, ProblemTypes.RateLimited, ProblemTypes.Internal, ProblemTypes.StorageFault, ProblemTypes.StorageUnavailable, ProblemTypes.ClusterUnavailable];
        if (metadata.OfType<IAuthorizeData>().Any()) problems = problems.Append(ProblemTypes.Unauthenticated).Append(ProblemTypes.Forbidden);
        if (address.Contains('{', StringComparison.Ordinal)) problems = problems.Append(ProblemTypes.InvalidName);
        if (route.HttpMethod is "POST" or "PUT") problems = problems.Append(ProblemTypes.TooLarge).Append(ProblemTypes.WrongMediaType).Append(ProblemTypes.StorageFull);
        problems = problems.Concat(ByAddress.Where(one => address.Contains(one.Address, StringComparison.Ordinal)).Select(one => one.Problem));
        return problems.Concat(metadata.OfType<RouteProblems>().SelectMany(one => one.Types));
    }

    private static OpenApiResponse Answer(ProblemType[] types, OpenApiDocument? document)
    {
        var ofTypes = new OpenApiSchema { Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["type"] = new OpenApiSchema { Enum = [.. types.Select(type => (JsonNode)type.Uri)] } } };
        var answer = new OpenApiResponse
        {
            Description = string.Join(' ', types.Select(type => $"{type.Code}: {type.Title}")),
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [MediaType] = new() { Schema = new OpenApiSchema { AllOf = [new OpenApiSchemaReference(SchemaName, document), ofTypes] } },
            },
        };
        if (types[0].Status is 429 or 503)
            answer.Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal) { ["Retry-After"] = new OpenApiHeader { Description = "Seconds.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } } };
        return answer;
    }

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}

/// <summary>Problems that a route names itself.</summary>
internal sealed record RouteProblems(params ProblemType[] Types);

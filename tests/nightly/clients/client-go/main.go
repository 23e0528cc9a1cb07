package main

import (
	"encoding/json"
	"os"
	"time"

	gitlab "gitlab.com/gitlab-org/api/client-go"
)

func must[T any](value T, _ *gitlab.Response, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func done(_ *gitlab.Response, err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	gl, err := gitlab.NewClient(os.Getenv("GITLAB_TOKEN"), gitlab.WithBaseURL(os.Getenv("GITLAB_URL")))
	if err != nil {
		panic(err)
	}
	group := must(gl.Groups.CreateGroup(&gitlab.CreateGroupOptions{Name: gitlab.Ptr("acme"), Path: gitlab.Ptr("acme")}))
	project := must(gl.Projects.CreateProject(&gitlab.CreateProjectOptions{Name: gitlab.Ptr("billing"), NamespaceID: &group.ID}))
	deploy := must(gl.Projects.CreateProject(&gitlab.CreateProjectOptions{Name: gitlab.Ptr("deploy"), NamespaceID: &group.ID}))

	must(gl.JobTokenScope.AddProjectToJobScopeAllowList(project.ID, &gitlab.JobTokenInboundAllowOptions{TargetProjectID: &deploy.ID}))
	entries := must(gl.JobTokenScope.GetProjectJobTokenInboundAllowList(project.ID, &gitlab.GetJobTokenInboundAllowListOptions{}))
	allowed := []string{}
	for _, entry := range entries {
		allowed = append(allowed, entry.Name)
	}
	done(gl.JobTokenScope.RemoveProjectFromJobScopeAllowList(project.ID, deploy.ID))

	must(gl.ProjectVariables.CreateVariable(project.ID, &gitlab.CreateProjectVariableOptions{Key: gitlab.Ptr("REGION"), Value: gitlab.Ptr("north")}))
	must(gl.ProjectVariables.UpdateVariable(project.ID, "REGION", &gitlab.UpdateProjectVariableOptions{Value: gitlab.Ptr("west")}))
	variable := must(gl.ProjectVariables.GetVariable(project.ID, "REGION", nil))
	done(gl.ProjectVariables.RemoveVariable(project.ID, "REGION", nil))

	end := gitlab.ISOTime(time.Now().AddDate(0, 0, 30))
	token := must(gl.ProjectAccessTokens.CreateProjectAccessToken(project.ID, &gitlab.CreateProjectAccessTokenOptions{
		Name: gitlab.Ptr("robot"), Scopes: &[]string{"read_api"}, ExpiresAt: &end,
	}))
	rotated := must(gl.ProjectAccessTokens.RotateProjectAccessToken(project.ID, token.ID, nil))

	runner := must(gl.Users.CreateUserRunner(&gitlab.CreateUserRunnerOptions{
		RunnerType: gitlab.Ptr("project_type"), ProjectID: &project.ID, TagList: &[]string{"deploy"},
	}))
	shown := must(gl.Runners.GetRunnerDetails(runner.ID))
	done(gl.Runners.VerifyRegisteredRunner(&gitlab.VerifyRegisteredRunnerOptions{Token: &runner.Token}))
	done(gl.Runners.RemoveRunner(runner.ID))

	names := []string{}
	options := &gitlab.ListProjectsOptions{
		ListOptions: gitlab.ListOptions{Pagination: "keyset", PerPage: 1, OrderBy: "id", Sort: "asc"},
	}
	projects := must(gl.Projects.ListProjects(options))
	for _, each := range projects {
		names = append(names, each.Name)
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"allowed": allowed, "variable": variable.Value, "tags": shown.TagList, "projects": names,
		"rotated": rotated.ID != token.ID && rotated.Token != token.Token,
	})
}

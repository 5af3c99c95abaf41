package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// kubernetes builds the kustomization, as kubectl apply -k does, and decodes the result and the example of the
// secret into Kubernetes' own types, which finds unknown fields and values of a wrong type. It also finds what a
// cluster would report only later: a pod that the restricted level of Pod Security refuses, a selector that selects
// nothing, a port that no container has.
func kubernetes(folder string) error {
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		return fmt.Errorf("%s: %w", folder, err)
	}
	scheme := runtime.NewScheme()
	if err := errors.Join(appsv1.AddToScheme(scheme), corev1.AddToScheme(scheme), networkingv1.AddToScheme(scheme), policyv1.AddToScheme(scheme)); err != nil {
		return err
	}
	decoder := serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDeserializer()
	var objects []runtime.Object
	var problems []error
	decode := func(name string, text []byte) {
		object, _, err := decoder.Decode(text, nil, nil)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %s: %w", folder, name, err))
			return
		}
		objects = append(objects, object)
	}
	for _, resource := range built.Resources() {
		text, err := resource.AsYAML()
		if err != nil {
			return err
		}
		decode(resource.CurId().String(), text)
	}
	const example = "secret.example.yaml"
	secret, err := os.ReadFile(filepath.Join(folder, example))
	if err != nil {
		return err
	}
	decode(example, secret)
	if err := together(objects); err != nil {
		problems = append(problems, fmt.Errorf("%s: %w", folder, err))
	}
	return errors.Join(problems...)
}

// together checks the references between the objects, and their required properties.
func together(objects []runtime.Object) error {
	var deployment *appsv1.Deployment
	for _, object := range objects {
		if d, ok := object.(*appsv1.Deployment); ok {
			deployment = d
		}
	}
	if deployment == nil {
		return errors.New("no Deployment")
	}
	pod := deployment.Spec.Template
	problems := []error{restricted(pod)}
	ports := map[string]bool{}
	for _, port := range pod.Spec.Containers[0].Ports {
		ports[port.Name] = true
	}
	for _, probe := range []*corev1.Probe{pod.Spec.Containers[0].LivenessProbe, pod.Spec.Containers[0].ReadinessProbe} {
		if probe == nil || probe.HTTPGet == nil || !ports[probe.HTTPGet.Port.String()] {
			problems = append(problems, fmt.Errorf("a probe asks no port of the container: %v", probe))
		}
	}
	selects := func(kind string, selector labels.Selector, err error) {
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", kind, err))
		} else if selector.Empty() || !selector.Matches(labels.Set(pod.Labels)) {
			problems = append(problems, fmt.Errorf("%s does not select the pods", kind))
		}
	}
	seen := map[string]bool{}
	for _, object := range objects {
		kind := object.GetObjectKind().GroupVersionKind().Kind
		seen[kind] = true
		switch o := object.(type) {
		case *appsv1.Deployment:
			selector, err := metav1.LabelSelectorAsSelector(o.Spec.Selector)
			selects(kind, selector, err)
			if *o.Spec.Replicas < 2 {
				problems = append(problems, errors.New("fewer than two pods"))
			}
		case *policyv1.PodDisruptionBudget:
			selector, err := metav1.LabelSelectorAsSelector(o.Spec.Selector)
			selects(kind, selector, err)
		case *networkingv1.NetworkPolicy:
			selector, err := metav1.LabelSelectorAsSelector(&o.Spec.PodSelector)
			selects(kind, selector, err)
			for _, rule := range o.Spec.Ingress {
				for _, port := range rule.Ports {
					if !ports[port.Port.String()] {
						problems = append(problems, fmt.Errorf("%s: no container has the port %s", kind, port.Port))
					}
					if port.Port.String() != "public" && len(rule.From) == 0 {
						problems = append(problems, fmt.Errorf("%s: anybody may reach the port %s", kind, port.Port))
					}
				}
			}
		case *corev1.Service:
			selects(kind, labels.SelectorFromSet(o.Spec.Selector), nil)
			for _, port := range o.Spec.Ports {
				if port.TargetPort.String() != "public" {
					problems = append(problems, fmt.Errorf("%s: it has the port %s", kind, port.TargetPort.String()))
				}
			}
		}
	}
	for _, kind := range []string{"Namespace", "ServiceAccount", "ConfigMap", "Secret", "Service", "PodDisruptionBudget", "NetworkPolicy"} {
		if !seen[kind] {
			problems = append(problems, fmt.Errorf("no %s", kind))
		}
	}
	return errors.Join(problems...)
}

// restricted evaluates the pod with the code that clusters use, for the latest version of the level.
func restricted(pod corev1.PodTemplateSpec) error {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return err
	}
	level := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	result := policy.AggregateCheckResults(evaluator.EvaluatePod(level, &pod.ObjectMeta, &pod.Spec))
	if !result.Allowed {
		return fmt.Errorf("the restricted level refuses the pods: %s", result.ForbiddenDetail())
	}
	return nil
}
